"""A small company in which one person is planted in every place and every spelling, beside others who are not them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import duckdb

from orchestration.home import Home

EMAIL, NAME, PHONE = "zoe.quill@planted.example", "Zoé Quillfeather", "+33 6 98 76 54 32"
CONTACT, REQUESTER, USER, RESPONDENT = "CON-PLANT-1", "REQ-PLANT-2", 770088001234, "CON-PLANT-1"
SECRETS = (
    "my heart condition zq1",
    "divorce papers zq2",
    "panic attacks zq3",
    "secret hobby zq4",
    "allergy zq5",
)
WORDS = (
    EMAIL, NAME, "Quillfeather, Zoé", PHONE, "06.98.76.54.32", "0033698765432", CONTACT, REQUESTER, str(USER), *SECRETS,
)  # fmt: skip
"""What must be found nowhere afterwards."""

OTHERS = (
    "ann.lee@other.example",
    "Ann Lee",
    "CON-OTHER-1",
    "the printer is on fire",
    "REQ-OTHER-1",
    "bob@other.example",
)
"""What must still be there."""

CONTACTS = f"""contact_id,account_id,full_name,email,phone,role,marketing_consent,created_at,shoe_size
{CONTACT},ACC-1,{NAME},{EMAIL},{PHONE},buyer,true,2025-01-01T00:00:00Z,zq-shoe
CON-OTHER-1,ACC-1,Ann Lee,ann.lee@other.example,+33 1 11 11 11 11,,true,2025-01-01T00:00:00Z,41
CON-OTHER-2,ACC-1,"Lee, Bob",bob@other.example,,,,2025-01-02T00:00:00Z,
"""
REQUESTERS = f"""requester_id,contact_id,organization_id,name,email
{REQUESTER},{CONTACT},,{NAME.upper()},{EMAIL.upper()}
REQ-OTHER-1,CON-OTHER-1,,Ann Lee,ann.lee@other.example
"""
TICKETS = f"""ticket_id,account_id,requester_id,assignee_id,channel,subject,status,created_at,solved_at
1,ACC-1,{REQUESTER},A1,email,{SECRETS[0]},solved,2025-02-01T09:00:00Z,2025-02-01T10:00:00Z
2,ACC-1,REQ-OTHER-1,A1,email,the printer is on fire,open,2025-02-02T09:00:00Z,
"""
MESSAGES = f"""message_id,ticket_id,sent_at,author_id,author_role,is_public,body
m1,1,2025-02-01T09:00:00Z,{REQUESTER},customer,true,"{SECRETS[0]}, and
{SECRETS[1]}"
m2,1,2025-02-01T09:30:00Z,A1,agent,true,"Dear Zoé, sorry about your {SECRETS[1]}"
m3,2,2025-02-02T09:00:00Z,REQ-OTHER-1,customer,true,the printer is on fire; ask {NAME} or call 06.98.76.54.32 (0033698765432)
m4,2,2025-02-02T09:10:00Z,A1,agent,false,"As Quillfeather, Zoé <{EMAIL}> ({CONTACT}) said: buy paper"
m5,2,not a date,REQ-OTHER-1,customer,true,a refused record of somebody else
"broken {EMAIL},2,x,{SECRETS[2]}
"broken of somebody else,2,x
"""
CHANGES = f"""ticket_id,field,changed_at,value
1,status,2025-02-01T09:00:00Z,new
1,satisfaction_comment,2025-02-01T11:00:00Z,{SECRETS[3]}
1,status,2025-02-01T10:00:00Z,solved
"""
ANSWERS = f"""answer_id,question_id,respondent_type,respondent_id,ticket_id,answered_at,score,verbatim
a1,q1,customer,{RESPONDENT},,2025-02-03T00:00:00Z,9,{SECRETS[4]}
a2,q1,customer,,1,2025-02-03T00:00:00Z,9,{SECRETS[2]}
a3,q1,customer,CON-OTHER-1,2,2025-02-03T00:00:00Z,2,the printer is on fire
"""
CALLS = f"""call_id,direction,started_at,outcome,caller_id,contact_id
k1,inbound,2025-02-04T00:00:00Z,handled,{PHONE},
k2,inbound,2025-02-05T00:00:00Z,handled,{PHONE},{CONTACT}
k3,inbound,2025-02-05T00:00:00Z,handled,+33 1 11 11 11 11,
"""
REQUESTS = "request_id,subject_kind,subject_id,received_at\n"
REFUSED = f"subject;wer;text\nx;{EMAIL};{SECRETS[0]}\ny;ann.lee@other.example;the printer is on fire\n"


def deliver(home: Home, place: str, data: str | bytes) -> Path:
    """Puts a file into the inbox; `.gz` is packed here."""
    file = home.inbox / place
    file.parent.mkdir(parents=True, exist_ok=True)
    raw = data.encode() if isinstance(data, str) else data
    file.write_bytes(gzip.compress(raw, mtime=0) if place.endswith(".gz") else raw)
    return file


def deliver_everything(home: Home) -> None:
    """Every table that can have a person, in every format, once."""
    deliver(home, "files/crm.contacts/a.csv", CONTACTS)
    deliver(home, "files/ticketing.requesters/a.csv.gz", REQUESTERS)
    deliver(home, "files/ticketing.tickets/a.csv", TICKETS)
    deliver(home, "files/ticketing.ticket_messages/a.csv", MESSAGES)
    deliver(home, "files/ticketing.ticket_changes/a.csv", CHANGES)
    deliver(home, f"files/feedback.survey_answers/of {EMAIL}.csv", ANSWERS)
    deliver(home, "files/telephony.calls/a.csv", CALLS)
    deliver(home, "files/ticketing.tickets/semicolons.csv", REFUSED)
    deliver(home, "files/crm.contacts/notes.txt", f"call {NAME}\nand Ann Lee\n")
    deliver(home, "legacy/headless/a.csv", f"{EMAIL},{NAME}\nann.lee@other.example,x\n")
    deliver(home, "legacy/people/a.csv", f"who,what\n{EMAIL},{SECRETS[0]}\nann.lee@other.example,x\n")
    users = [
        {
            "id": USER,
            "name": NAME,
            "email": EMAIL,
            "role": "end-user",
            "tags": [EMAIL, "vip"],
            "weight": 10.50,
            EMAIL: 1,
        },
        {"id": 5, "name": "Ann Lee", "email": "ann.lee@other.example", "role": "agent", "weight": 20.10},
    ]
    lines = [json.dumps(user).replace("10.5,", "10.50,").replace("20.1}", "20.10}") for user in users]
    deliver(home, "zendesk/user/a.jsonl", "\n".join([*lines, f'{{"id": 7, "name": "{EMAIL}" broken', ""]))
    parquet(
        home,
        "zendesk/ticket/a.parquet",
        f"select * from (values (101, {USER}, '{SECRETS[3]}', 12.5::double), (102, 5, 'the printer is on fire', 1.0)) "
        "as t(id, requester_id, subject, effort), (select timestamp '2025-03-01' as created_at)",
    )
    comment = {"id": "c1", "ticket_id": 101, "user_id": 5, "created": "2025-03-01T00:00:00Z", "public": True}
    deliver(
        home,
        "zendesk/ticket_comment/a.jsonl.gz",
        json.dumps({**comment, "body": f"your {SECRETS[3]}"}) + "\n",
    )


def parquet(home: Home, place: str, query: str) -> Path:
    """Delivers the result of a query as Parquet."""
    file = deliver(home, place, b"")
    with duckdb.connect() as connection:
        target = str(file).replace("'", "''")
        connection.execute(f"copy ({query}) to '{target}' (format parquet)")
    return file


def ask(home: Home, *lines: str, name: str = "a") -> None:
    """Delivers lines of erasure requests, each without its time."""
    text = REQUESTS + "".join(f"{line},2025-03-01T00:00:00Z\n" for line in lines)
    deliver(home, f"files/governance.erasure_requests/{name}.csv", text)
