"""Mail out: claiming what is due in the outbox, and handing it to the mail server. The only importer of smtplib."""
