"""Writes invoices and collects them; numbers everything that is billed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from orchestration.sample.clock import DAY
from orchestration.sample.simulation.billing import Charge, Invoice, Line, Subscription
from orchestration.sample.simulation.plans import Price


class Biller:
    """Draws invoice lines, invoices and payments of subscriptions."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._number = 0

    def new_id(self, prefix: str) -> str:
        """The next identifier: sub_0000001."""
        self._number += 1
        return f"{prefix}_{self._number:07d}"

    def period_line(self, sub: Subscription, item_id: str, share: float, start: int, end: int) -> Line:
        """An item over a whole billing interval, at a share of its price."""
        item = sub.items[item_id][-1]
        amount = int(item.price.unit_amount * item.quantity * share + 0.5)
        return self.draft(item_id, item.price, item.quantity, amount, (start, end), (start, end), False)

    def draft(
        self,
        item_id: str,
        price: Price,
        quantity: int,
        amount: int,
        part: tuple[int, int],
        full: tuple[int, int],
        is_proration: bool,
    ) -> Line:
        """A service line that is not invoiced yet."""
        return Line(
            self.new_id("il"),
            "",
            item_id,
            price,
            quantity,
            amount,
            price.currency,
            *part,
            *full,
            is_proration,
            True,
            0,
        )

    def setup_fee(self, sub: Subscription, day: int) -> Line:
        """A one-off item, which is no service."""
        currency = sub.customer.currency
        amount = 15_000 if currency == "JPY" else 9_900
        return Line(
            self.new_id("il"), "", None, None, 1, amount, currency, day, day, day, day, False, False, 0
        )

    def invoice(self, sub: Subscription, at: int, lines: list[Line], due_at: int | None = None) -> Invoice:
        """Invoice lines at an instant: paid at once where nothing is due, else open."""
        invoice = Invoice(self.new_id("in"), sub.customer, sub, at, sub.customer.currency, due_at)
        invoice.lines = [replace(line, invoice_id=invoice.invoice_id, known_at=at) for line in lines]
        if sub.customer.country == "FR":
            invoice.tax = (invoice.subtotal * 20 + 50) // 100
        sub.lines += [line for line in invoice.lines if line.is_service]
        is_paid = invoice.subtotal + invoice.tax <= 0
        invoice.states.append((at, "paid" if is_paid else "open"))
        sub.customer.invoices.append(invoice)
        return invoice

    def pay(self, invoice: Invoice, at: int, is_paid: bool = True) -> None:
        """A payment attempt; of a paid one, a little is refunded or credited later."""
        amount = invoice.subtotal + invoice.tax
        if amount <= 0:
            return
        code = None if is_paid else self.rng.choice(("card_declined", "insufficient_funds", "expired_card"))
        charge = Charge(self.new_id("ch"), at, amount, is_paid, code)
        invoice.charges.append(charge)
        if not is_paid:
            return
        invoice.states.append((at, "paid"))
        draw = self.rng.random()
        if draw < 0.012:
            charge.refund = (at + self.rng.randint(2, 20) * DAY, amount if draw < 0.004 else amount // 4)
        elif draw < 0.019:
            invoice.credit = (at + self.rng.randint(2, 20) * DAY, amount // 5)
