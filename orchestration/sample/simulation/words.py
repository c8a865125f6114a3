"""Names and words of the demo company; no person or company of the real world is meant."""

from __future__ import annotations

from random import Random

INDUSTRIES = (
    "Retail",
    "Software",
    "Logistics",
    "Manufacturing",
    "Insurance",
    "Hospitality",
    "Healthcare",
    "Education",
)
PUBLIC_DOMAINS = ("gmail.com", "outlook.com", "yahoo.com", "orange.fr", "icloud.com")
_COUNTRIES = (
    ("FR", "EUR", 34),
    ("DE", "EUR", 12),
    ("BE", "EUR", 8),
    ("ES", "EUR", 8),
    ("US", "USD", 26),
    ("JP", "JPY", 7),
    ("CA", "USD", 5),
)
_FIRST = (
    "Ana",
    "Ben",
    "Chloé",
    "David",
    "Eva",
    "Farid",
    "Grace",
    "Hugo",
    "Inès",
    "Jonas",
    "Kenji",
    "Léa",
    "Marco",
    "Nora",
    "Omar",
    "Paula",
    "Quentin",
    "Rosa",
    "Sven",
    "Tess",
    "Ugo",
    "Vera",
    "Wendy",
    "Yuki",
    "Zoé",
    "Åsa",
)
_LAST = (
    "Almeida",
    "Brunet",
    "Castro",
    "Dubois",
    "Evans",
    "Fischer",
    "Girard",
    "Hayashi",
    "Ionescu",
    "Jansen",
    "Keller",
    "Lefèvre",
    "Moreau",
    "Nguyen",
    "O'Neill",
    "Petit",
    "Rossi",
    "Sato",
    "Tremblay",
    "Vogel",
    "Weber",
    "Young",
)
_STEMS = (
    "Alder",
    "Borea",
    "Cirrus",
    "Delta",
    "Ember",
    "Fjord",
    "Grove",
    "Harbor",
    "Indigo",
    "Juniper",
    "Kestrel",
    "Lumen",
    "Meridian",
    "Nimbus",
    "Opal",
    "Pioneer",
    "Quartz",
    "Raven",
    "Summit",
    "Tundra",
    "Umber",
    "Vertex",
    "Willow",
    "Zephyr",
)
_KINDS = (
    "Foods",
    "Logistics",
    "Systems",
    "Retail",
    "Labs",
    "Energy",
    "Travel",
    "Health",
    "Media",
    "Works",
    "Textiles",
    "Bank",
)
_ACCENTS = str.maketrans("éèêàåïÅ", "eeeaaiA")

CHANNELS = (
    ("email", 40.0),
    ("web", 24.0),
    ("chat", 13.0),
    ("voice", 12.0),
    ("api", 4.0),
    ("twitter", 1.5),
    ("facebook", 1.5),
    ("whatsapp", 2.0),
    ("Email", 0.9),
    ("WEB", 0.5),
    ("kiosk_terminal", 0.6),
)
TOPICS = (
    ("billing", 20.0),
    ("login", 15.0),
    ("bug", 17.0),
    ("how_to", 19.0),
    ("delivery", 9.0),
    ("cancellation", 5.0),
    ("returns", 6.0),
    ("feature_request", 6.0),
    ("Billing", 1.0),
    ("LOGIN", 0.6),
    ("zz_misc_legacy", 0.6),
)
OTHER_TAGS = ("vip", "follow_up", "beta", "x_imported")

OPENING_LINES = (
    "Hello, this does not work for us since yesterday. Could you have a look?",
    "Bonjour, je n'arrive plus à me connecter, pouvez-vous m'aider ?",
    'The amount on the last invoice, "line 2", is wrong.',
    "Hi there 👋\nhow do we add a second workspace?",
)
CUSTOMER_LINES = (
    "Thank you, but the problem is still there.",
    "Any news?\nWe are waiting for your answer.",
    "Here is the screenshot that you asked for, taken at 9:40.",
    "Oui, c'est bien le compte principal.",
)
AGENT_LINES = (
    "Thank you for your message. I have checked your account and corrected the setting.",
    "Could you send us a screenshot and the time at which it happened?",
    "Merci pour votre retour, la correction est en place.",
    "We have passed this on to our engineers and will come back to you.",
    "The refund has been issued; it takes 5 to 10 days to appear.",
)
NOTE_LINES = (
    "Checked the logs, nothing unusual.",
    "Called the customer, no answer.",
    "Same as last week's incident.",
)
AUTO_LINE = "We have received your request and will answer as soon as we can."


def slug(text: str) -> str:
    """Lower-case ASCII with hyphens."""
    return text.translate(_ACCENTS).lower().replace("'", "").replace(" ", "-")


def company_name(rng: Random, number: int) -> tuple[str, str]:
    """A company's name and its own domain, unique by `number`."""
    name = f"{rng.choice(_STEMS)} {rng.choice(_KINDS)}"
    return f"{name} {number}", f"{slug(name)}-{number}.example"


def person_name(rng: Random) -> str:
    """First and last name."""
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def country(rng: Random) -> tuple[str, str]:
    """A country (ISO 3166-1 alpha-2) and the currency in which it pays (ISO 4217)."""
    code, currency, _ = rng.choices(_COUNTRIES, [weight for _, _, weight in _COUNTRIES])[0]
    return code, currency
