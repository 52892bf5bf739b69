"""When things run by themselves. The only importer of APScheduler, which is a clock here and nothing else, and of
Procrastinate, which hands the same jobs to several workers."""
