"""Partnerships at a glance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Least

from municipalities.enums import Standing
from municipalities.models import Committee, Partnership, PartnershipMembership


@dataclass(frozen=True)
class PartnershipGroups:
    """The front page's lists; nobody is in two of them."""

    own: list[Partnership]
    current: list[Partnership]
    historic: list[Partnership]

    @property
    def is_empty(self) -> bool:
        return not (self.own or self.current or self.historic)


def partnerships_for(own: list[Partnership], today: dt.date) -> PartnershipGroups:
    """All partnerships with `member_count`, `inhabitants` and `committee_count`, as of their own last day."""
    own_ids = {partnership.pk for partnership in own}
    found = list(with_facts(Partnership.objects.select_related("trust"), today))
    others = [partnership for partnership in found if partnership.pk not in own_ids]
    return PartnershipGroups(
        own=[partnership for partnership in found if partnership.pk in own_ids],
        current=[partnership for partnership in others if partnership.as_of(today) == today],
        historic=[partnership for partnership in others if partnership.as_of(today) != today],
    )


def with_facts(partnerships: QuerySet[Partnership], today: dt.date) -> QuerySet[Partnership]:
    """Adds `day`, `member_count`, `inhabitants` (of the members, in `population_year`) and `committee_count`."""
    members = _holding(PartnershipMembership.objects.filter(standing=Standing.MEMBER))
    residents = members.filter(municipality__populations__year=OuterRef("population_year"))
    committees = _holding(Committee.objects.all())
    return partnerships.annotate(day=Least(Value(today, output_field=DateField()), F("valid_to"))).annotate(
        member_count=_per_partnership(members, Count("pk")),
        inhabitants=_per_partnership(residents, Sum("municipality__populations__inhabitants")),
        committee_count=_per_partnership(committees, Count("pk")),
    )


def _holding(rows: QuerySet) -> QuerySet:
    """Rows of the outer partnership that hold on its `day`."""
    ongoing = Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("day"))
    return rows.filter(ongoing, partnership=OuterRef("pk"), valid_from__lte=OuterRef("day"))


def _per_partnership(rows: QuerySet, figure: Count | Sum) -> Coalesce:
    grouped = rows.order_by().values("partnership").annotate(figure=figure).values("figure")
    return Coalesce(Subquery(grouped), 0)


def facts_of(partnership: Partnership, today: dt.date) -> Partnership:
    """The one partnership with the counts of `with_facts`."""
    return with_facts(Partnership.objects.filter(pk=partnership.pk), today).get()
