# The product as an image, for compose.yaml. UNTRIED: no container engine was at hand where this was written.
# tests/operation/test_containers.py checks what can be checked without one; docs/operations.md says how it is meant.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 postgresql-client \
    && rm --recursive --force /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/onboarding --shell /usr/sbin/nologin onboarding \
    && install --directory --owner=onboarding --group=onboarding --mode=700 /var/lib/onboarding/instance

WORKDIR /opt/onboarding
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY app.py gunicorn.conf.py LICENSE ./
COPY onboarding onboarding
COPY templates templates
COPY static static
COPY migrations migrations

ENV ONBOARDING_INSTANCE=/var/lib/onboarding/instance PYTHONDONTWRITEBYTECODE=1
USER onboarding
VOLUME /var/lib/onboarding/instance
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
