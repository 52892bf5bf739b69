"""When things run by themselves. The only importer of APScheduler, which is a clock here and nothing else."""
