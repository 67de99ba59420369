"""Sends mails in a process of its own, which a test kills; its arguments are a folder and a relay's port."""

import sys
from pathlib import Path

from support.contact_house import mail_house
from support.houses import HandClock

with mail_house(Path(sys.argv[1]), int(sys.argv[2]), HandClock()) as house:
    house.post.send_due()
