"""Every command of the product."""

from onboarding.cli.accounts import accounts as accounts_commands
from onboarding.cli.audit import audit
from onboarding.cli.backups import backup, move, restore
from onboarding.cli.clock import clock as clock_commands
from onboarding.cli.contract_managers import contract_managers
from onboarding.cli.erasures import erasures as erasures_commands
from onboarding.cli.evidence import evidence as evidence_commands
from onboarding.cli.members import administrators, members as members_commands
from onboarding.cli.messages import messages as messages_commands
from onboarding.cli.organisations import organisations
from onboarding.cli.packets import packets as packets_commands
from onboarding.cli.rulebook import rulebook as rulebook_commands
from onboarding.cli.rules import rules
from onboarding.cli.sample import sample as sample_commands
from onboarding.cli.setup import setup
from onboarding.cli.worker import worker

COMMANDS = (
    rules,
    rulebook_commands,
    setup,
    clock_commands,
    worker,
    audit,
    organisations,
    administrators,
    members_commands,
    contract_managers,
    accounts_commands,
    erasures_commands,
    evidence_commands,
    messages_commands,
    packets_commands,
    backup,
    restore,
    move,
    sample_commands,
)
