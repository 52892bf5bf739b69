"""Mail: what each message says, how it is written down, and handing it over. The only importer of smtplib."""
