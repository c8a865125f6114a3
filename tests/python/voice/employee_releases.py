"""What releases of other instants publish of employees: the build's own statements, run on what was said by then."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from types import TracebackType

import duckdb
from employee_cells import Cell

BUILT = (
    "intermediate.int_periods_listed",
    "intermediate.int_survey_answers_judged",
    "intermediate.int_employee_results_disclosed",
    "kpis.survey_kpis",
    "intermediate.int_mirror_answers_added",
    "intermediate.int_mirror_gaps_measured",
)
KEPT = ("int_survey_questions_scaled", "int_survey_staff_placed")
FIGURES = """
select kpi_id, period_kind, period_start, dimension_value, n from workings.kpis.survey_kpis
where kpi_id in ('enps', 'engagement') and coalesce(period_start, date '2023-01-01') >= date '2023-01-01'
union all
select questions.question_id, gaps.period_kind, gaps.period_start, gaps.dimension_value, gaps.employee_answers
from workings.intermediate.int_mirror_gaps_measured as gaps
inner join workings.intermediate.int_survey_questions_scaled as questions
  on gaps.mirror_question_key = questions.survey_question_key
where gaps.variant = 'mean'
"""


class Releases:
    """One refresh, told again: its tables are inputs, and the statements are those that it ran."""

    def __init__(self, home: Path) -> None:
        target = home / "build" / "target" / "compiled"
        self._statements = {
            name: next(target.rglob(f"{name.split('.')[1]}.sql")).read_text(encoding="utf-8")
            for name in BUILT
        }
        self._engine = duckdb.connect()
        for catalog in ("workings", "candidate"):
            self._engine.execute(
                f"attach '{home / 'build' / f'{catalog}.duckdb'}' as told_{catalog} (read_only)"
            )
            self._engine.execute(f"attach ':memory:' as {catalog}")
        for schema in ("workings.staging", "workings.intermediate", "workings.kpis", "candidate.conformed"):
            self._engine.execute(f"create schema {schema}")
        for name in KEPT:
            self._copy("workings", f"intermediate.{name}")
        for name in ("conformed.fct_survey_answers", "conformed.fct_survey_invitations"):
            self._copy("candidate", name, "where false")

    def __enter__(self) -> Releases:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.close()

    def _copy(self, catalog: str, name: str, narrowed: str = "", columns: str = "*") -> None:
        self._engine.execute(
            f"create or replace table {catalog}.{name} as select {columns} from told_{catalog}.{name} {narrowed}"
        )

    def as_of(self, instant: datetime) -> dict[str, dict[Cell, int]]:
        """Of each score and mirror question, the periods and teams that are shown, with their answers."""
        at = f"timestamp '{instant.isoformat()}'"
        self._engine.execute(f"create or replace table workings.staging.stg_clock as select {at} as as_of")
        self._copy(
            "workings", "intermediate.int_dates_listed", columns=f"* replace (cast({at} as date) as as_of_on)"
        )
        self._copy("workings", "intermediate.int_survey_answers_gathered", f"where answered_at <= {at}")
        for name in BUILT:
            self._engine.execute(f"create or replace table workings.{name} as {self._statements[name]}")
        shown: dict[str, dict[Cell, int]] = defaultdict(dict)
        for subject, kind, start, member, n in self._engine.execute(FIGURES).fetchall():
            shown[subject][kind, start, member] = n
        return shown
