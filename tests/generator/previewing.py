"""The blast radius of a change set, without what a preview says beside it."""

from generator.build import Builder
from generator.impact import Coming, Impact
from generator.trial import Trial
from shop.catalogue.releases.model import ChangeSet


def impact_of(builder: Builder, change_set: ChangeSet) -> Impact:
    coming = Coming(builder.site.entries(), change_set)
    handles = {change.handle for change in change_set.changes}.union(coming.forwarded.handles)
    report = builder.rehearse(Trial(builder.publisher), coming, handles, set(change_set.stock))
    return Impact(report.pages_written + report.pages_deleted, report.pages_total)
