"""Money and products, as files in the shape of the input contract: rates, orders, offers, newsletter, use."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.sample.clock import DAY, HOUR, day_text, utc
from orchestration.sample.deliveries.tables import Table, Version
from orchestration.sample.deliveries.world import World, files_table
from orchestration.sample.simulation.company import Person


def commerce_tables(world: World) -> Iterator[Table]:
    """Exchange rates, orders, save offers, newsletter, product use."""
    yield files_table("billing.exchange_rates", "currency to_currency valid_on rate", _exchange_rates(world))
    orders = _orders(world)
    yield files_table(
        "commerce.orders",
        "order_id account_id contact_id ordered_at channel product_id quantity amount currency is_canceled",
        orders,
        "upsert",
        "csv.gz",
    )
    yield files_table(
        "commerce.order_returns",
        "return_id order_id returned_at amount currency reason",
        _returns(world, orders),
    )
    yield files_table(
        "crm.save_offers",
        "offer_id account_id ticket_id offered_at was_accepted cost currency",
        _save_offers(world),
        "upsert",
    )
    yield files_table(
        "crm.newsletter_events",
        "event_id list_id contact_id kind send_id occurred_at",
        _newsletter(world),
        "append",
        "jsonl.gz",
    )
    yield files_table(
        "product.usage_daily",
        "account_id user_id product_id feature used_on events is_value_event is_internal",
        _usage(world),
        "append",
        "csv.gz",
    )
    yield files_table(
        "product.entitlements",
        "entitlement_id account_id product_id feature seats purchased_on ended_on",
        _entitlements(world),
        "upsert",
    )
    yield files_table(
        "product.inquiries",
        "inquiry_id account_id contact_id product_id asked_at",
        _inquiries(world),
        "append",
        "jsonl",
    )


def _exchange_rates(w: World) -> Iterator[list[Version]]:
    for currency, rates in w.rates.by_day.items():
        for day, rate in rates.items():
            yield [(day * DAY + 17 * HOUR, (currency, "EUR", day_text(day), f"{rate / 10**8:.8f}"))]


def _orders(w: World) -> list[list[Version]]:
    rng = w.rng
    records = []
    for number, at in enumerate(w.instants(w.share(3000)), 1):
        account = w.account(at)
        quantity = rng.randint(1, 6)
        currency = "EUR" if account.currency == "JPY" else account.currency
        channel = rng.choice(("web", "shop", "phone"))
        head = (
            f"ord-{number:06d}",
            account.account_id,
            None,
            utc(at),
            channel,
            "prod_hardware",
            quantity,
            f"{quantity * rng.choice((19, 49, 129)):.2f}",
            currency,
        )
        versions: list[Version] = [(at, (*head, "false"))]
        if rng.random() < 0.04:
            versions.append((at + rng.randint(1, 30) * HOUR, (*head, "true")))
        records.append(versions)
    return records


def _returns(w: World, orders: list[list[Version]]) -> Iterator[list[Version]]:
    for versions in orders:
        at, row = versions[0]
        if len(versions) == 1 and w.rng.random() < 0.06:
            returned_at = at + w.rng.randint(2, 25) * DAY
            reason = w.rng.choice(("damaged", "wrong_item", "no_longer_needed"))
            yield [
                (returned_at, (f"ret-{str(row[0])[4:]}", row[0], utc(returned_at), row[7], row[8], reason))
            ]


def _save_offers(w: World) -> Iterator[list[Version]]:
    for customer in w.billing:
        for sub in customer.subscriptions:
            for state in sub.states:
                if customer.account_id and state.cancels_at_period_end and w.rng.random() < 0.6:
                    at = state.at + 2 * HOUR
                    head = (
                        f"offer-{sub.subscription_id}-{state.at // DAY}",
                        customer.account_id,
                        None,
                        utc(at),
                    )
                    yield [(at, (*head, None, "25.00", "EUR")), (at + DAY, (*head, "false", "25.00", "EUR"))]


def _contacts(w: World) -> list[Person]:
    return [p for o in w.company.organizations for p in o.people if p.contact_id]


def _newsletter(w: World) -> Iterator[list[Version]]:
    people = _contacts(w)
    for number, at in enumerate(w.instants(w.share(2500) if people else 0), 1):
        person = people[w.rng.randrange(len(people))]
        kind = w.rng.choices(
            ("delivered", "subscribed", "unsubscribed", "hard_bounced", "complained"), (80, 12, 5, 2, 1)
        )[0]
        send_id = None if kind == "subscribed" else f"send-{day_text(at // DAY)[:7]}"
        yield [(at, (f"nl-{number:06d}", "product-news", person.contact_id, kind, send_id, utc(at)))]


def _paying(w: World) -> list[tuple[str, str, int, int | None, str]]:
    """(account, subscription, first day, last day or None, product) of every subscription of an account."""
    return [
        (
            c.account_id,
            s.subscription_id,
            s.started_on,
            s.states[-1].ended_on,
            next(iter(s.items.values()))[0].price.product_id,
        )
        for c in w.billing
        if c.account_id
        for s in c.subscriptions
    ]


def _usage(w: World) -> list[list[Version]]:
    rng, paying = w.rng, _paying(w)
    records: dict[tuple[str, str, str, int], list[Version]] = {}
    last_day = w.company.first_day + w.company.days - 1
    for _ in range(w.share(10_000) if paying else 0):
        account_id, _, start, end, product_id = paying[rng.randrange(len(paying))]
        first, last = max(start, w.company.first_day), min(end if end is not None else last_day, last_day)
        if first > last:
            continue
        day = rng.randint(first, last)
        feature = rng.choice(("dashboards", "exports", "automation", "login"))
        is_value = "true" if feature != "login" else "false"
        row = (account_id, None, product_id, feature, day_text(day), rng.randint(1, 60), is_value, "false")
        records[account_id, product_id, feature, day] = [((day + 1) * DAY - 1, row)]
    return sorted(records.values(), key=lambda versions: versions[0][0])


def _entitlements(w: World) -> Iterator[list[Version]]:
    for account_id, subscription_id, start, end, product_id in _paying(w):
        head = (f"ent-{subscription_id[4:]}", account_id, product_id, "automation", 5, day_text(start))
        versions: list[Version] = [(start * DAY, (*head, None))]
        if end is not None:
            versions.append((end * DAY, (*head, day_text(end))))
        yield versions


def _inquiries(w: World) -> Iterator[list[Version]]:
    for number, at in enumerate(w.instants(w.share(400)), 1):
        yield [(at, (f"inq-{number:05d}", w.account(at).account_id, None, "prod_analytics", utc(at)))]
