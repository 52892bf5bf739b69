"""What happens to an application to L&I, and where it stands, in words."""

EVENTS = {
    "prepared": "Application prepared",
    "sent": "Sent to L&I",
    "received": "Receipt confirmed by L&I",
    "returned": "Returned by L&I",
    "withdrawn": "Application withdrawn",
    "issued": "Provider ID issued",
    "effective": "Account effective",
    "inactivated": "Account inactivated by L&I",
    "reactivated": "Account reactivated",
    "billed": "Billed L&I for a service",
    "checked": "Status looked up at L&I",
    "changed": "Account information changed",
    "change_reported": "Change reported to L&I",
    "terminated": "Account terminated",
    "accepted": "Accepted by L&I",
}
STATES = {
    "not_started": "Not started",
    "prepared": "Prepared, not sent",
    "sent": "With L&I",
    "returned": "Returned by L&I",
    "withdrawn": "Withdrawn",
    "issued": "Issued, not effective",
    "active": "Active",
    "inactive": "Inactive",
    "terminated": "Terminated",
    "accepted": "Accepted",
}
