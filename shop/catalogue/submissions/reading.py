"""Handing something in: it is read, compared with the catalogue, and a question asked about its
pages. Nothing that shoppers see is changed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import BinaryIO

from shop.catalogue.import_maps import load_map, save_map
from shop.catalogue.importing import Darkroom, Reading, read_opened
from shop.catalogue.proposing import Choices
from shop.catalogue.publishing import Outcome, compare, report
from shop.catalogue.reading.guessing import IGNORE, guess
from shop.catalogue.reading.joining import Opened, grouped, open_file
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import read_sheet
from shop.catalogue.releases.applying import recover
from shop.catalogue.releases.diff import diff_json, gaps, price_jumps
from shop.catalogue.releases.model import ChangeSet, ProductChange, ProductState, counts
from shop.catalogue.releases.records import read_head, staged_changes
from shop.catalogue.releases.schedule import rebased
from shop.catalogue.releases.service import current_states, discard, stage, way_back
from shop.catalogue.submissions import records
from shop.catalogue.submissions.model import KEPT, Counts, Kind, Submission, Wishes, Workshop
from shop.catalogue.submissions.pictures import Kept
from shop.clock import new_id
from shop.errors import Conflict, InvalidSpreadsheet
from shop.i18n.messages import translatable
from shop.rebuilds.questions import ask

PLAIN = "plain"  # the format whose columns are guessed
UNKNOWN = frozenset({"unknown_format", "columns_missing"})  # refusals that somebody may help with
MOST_COLUMNS = 100
MOVED_ON = translatable(
    "Somebody else has changed this product meanwhile. What you typed is still here; look at what "
    "it says now and save again."
)
NOTHING_NEW = translatable("Nothing is different, so there is nothing to publish.")
APART = translatable("These files do not belong together. Hand them in one after the other.")


def hand_in_files(
    shop: Workshop,
    files: Sequence[tuple[str, BinaryIO]],
    pictures: tuple[str, BinaryIO] | None,
    wishes: Wishes,
    actor: str,
) -> Submission:
    """`files` and `pictures` (a zip) with the names they have where they come from."""
    names = tuple(name for name, _stream in files)
    submission = _new(shop, "file", " + ".join(names), actor).model_copy(
        update={"files": names, "pictures": pictures[0] if pictures else "", "wishes": wishes}
    )
    for index, (_name, stream) in enumerate(files):
        shop.uploads.keep(records.file_name(submission, index), stream)
    if pictures:
        shop.uploads.keep(records.pictures_name(submission), pictures[1])
    return look_again(shop, submission)


def hand_in_product(
    shop: Workshop, seen: ProductState, after: ProductState, actor: str
) -> Submission:
    """A product as somebody typed it, who had `seen` it before. Raises Conflict where it is another
    by now, and where nothing is different."""
    handle = seen.product.handle
    if current_states(shop.store, [handle]).get(handle) != seen:
        raise Conflict(MOVED_ON)
    if after == seen:
        raise Conflict(NOTHING_NEW)
    change = ProductChange(handle=handle, before=seen, after=after)
    changes = ChangeSet(base=read_head(shop.store).release, changes=(change,))
    return _hand_in(shop, _new(shop, "edit", after.product.title, actor), changes)


def hand_in_return(shop: Workshop, number: int, actor: str) -> Submission:
    """The way back to release `number`. Raises NotFound, and Conflict where nothing has changed
    since."""
    recover(shop.store)
    changes = way_back(shop.store, number)
    if changes.empty:
        raise Conflict(NOTHING_NEW)
    back = _new(shop, "restore", str(number), actor).model_copy(update={"restores": number})
    return _hand_in(shop, back, changes)


def look_again(shop: Workshop, submission: Submission) -> Submission:
    """Files are read anew, as the wishes are now; whatever it is, it is compared with the catalogue
    as that is now."""
    fresh = submission.model_copy(
        update={"changes": "", "question": "", "refused": "", "columns": {}, "counts": Counts()}
    )
    if submission.kind == "file":
        compared = _read(shop, fresh)
    elif submission.restores is not None:
        compared = _compared(shop, fresh, way_back(shop.store, submission.restores))
    else:
        decided = staged_changes(shop.store, submission.changes, submission.base)
        compared = _compared(shop, fresh, rebased(shop.store, decided))
    if submission.changes:
        discard(shop.store, submission.changes)
    return compared


def remember_columns(shop: Workshop, submission: Submission) -> None:
    """What was said of the columns, for the next file like it."""
    if submission.wishes.columns:
        with opened_files(shop, submission) as files:
            save_map(shop.store, files[0].sheet.header, submission.wishes.columns)


@contextmanager
def reading_of(shop: Workshop, submission: Submission, *, trial: bool) -> Iterator[Reading]:
    """What the files say. Raises InvalidSpreadsheet; a `trial` keeps no picture."""
    wishes = submission.wishes
    with ExitStack() as stack:
        files = stack.enter_context(opened_files(shop, submission))
        groups = grouped(files)
        if len(groups) > 1:
            raise InvalidSpreadsheet(APART)
        archive = None
        if submission.pictures:
            path = stack.enter_context(shop.uploads.file(records.pictures_name(submission)))
            archive = shop.open_zip(path)
        folder = Kept(archive, shop.media)
        media = shop.trial if trial else shop.media
        room = Darkroom(folder, media, folder.cleaning(shop.clean), wishes.faulty)
        yield read_opened(groups[0], wishes.currency or shop.currency, room)


@contextmanager
def opened_files(shop: Workshop, submission: Submission) -> Iterator[list[Opened]]:
    wishes = submission.wishes
    yield [
        open_file(
            shop.uploads.read(records.file_name(submission, index)),
            name,
            format=wishes.format,
            mapping=wishes.columns,
            remembered=partial(load_map, shop.store),
        )
        for index, name in enumerate(submission.files)
    ]


def choices_of(submission: Submission, stock: Mapping[str, int | None] | None = None) -> Choices:
    wishes = submission.wishes
    return Choices(wishes.replace, submission.left_out, wishes.faulty, stock)


def _read(shop: Workshop, submission: Submission) -> Submission:
    try:
        with reading_of(shop, submission, trial=True) as reading:
            return _reported(shop, submission, reading)
    except InvalidSpreadsheet as error:
        records.keep_report(shop.uploads, submission, {"problems": error.problems})
        columns = _columns(shop, submission) if _unknown(error) else {}
        refused = submission.model_copy(update={"refused": error.message, "columns": columns})
        return _kept(shop, refused)


def _reported(shop: Workshop, submission: Submission, reading: Reading) -> Submission:
    """Everything is compared, whatever was left out before: it may be wanted after all."""
    every = submission.model_copy(update={"left_out": frozenset()})
    try:
        outcome = compare(shop.store, reading, choices_of(every))
    except InvalidSpreadsheet as error:
        records.keep_report(shop.uploads, submission, report(reading))
        refused = submission.model_copy(update={"refused": error.message})
        return _kept(shop, refused)
    told = report(reading, outcome, shop.languages, shop.default_language)
    records.keep_report(shop.uploads, submission, told)
    columns = _columns(shop, submission) if reading.format == PLAIN else {}
    read = submission.model_copy(update={"columns": columns})
    return _compared(shop, read, outcome.change_set, outcome)


def _unknown(error: InvalidSpreadsheet) -> bool:
    return any(problem["code"] in UNKNOWN for problem in error.problems)


def _columns(shop: Workshop, submission: Submission) -> dict[str, str]:
    """What each is taken for: as somebody said, now or of an earlier file like it, or guessed."""
    name = submission.files[0]
    content = shop.uploads.read(records.file_name(submission, 0))
    sheet = read_sheet(content, name, Problems((name,)))
    said = {**load_map(shop.store, sheet.header), **submission.wishes.columns}
    matches = guess(sheet.header, sheet.rows).corrected(said).matches
    fields = {index: match.field for index, match in matches.items()}
    return {
        name: fields.get(index, IGNORE)
        for index, name in enumerate(sheet.header[:MOST_COLUMNS])
        if name
    }


def _new(shop: Workshop, kind: Kind, title: str, actor: str) -> Submission:
    """What nobody came back to makes room for it."""
    now = shop.clock()
    shop.uploads.forget_before(now - KEPT)
    return Submission(id=new_id(), kind=kind, made_at=now, actor=actor, title=title)


def _hand_in(shop: Workshop, submission: Submission, changes: ChangeSet) -> Submission:
    """What comes from no file."""
    warnings = [*price_jumps(changes), *gaps(changes, shop.languages, shop.default_language)]
    records.keep_report(shop.uploads, submission, {"problems": warnings})
    return _compared(shop, submission, changes)


def _compared(
    shop: Workshop, submission: Submission, changes: ChangeSet, outcome: Outcome | None = None
) -> Submission:
    """With the difference where it is looked at, and the question about its pages asked."""
    pages = records.keep_diff(shop.uploads, submission, diff_json(changes))
    partition = question = ""
    if not changes.empty:
        partition = stage(shop.store, changes, shop.clock)
        question = ask(shop.store, partition, changes.base, shop.clock)
    numbers = Counts(
        **counts(changes),
        archived=len(outcome.archived) if outcome else 0,
        unchanged=changes.unchanged,
        stock=len(changes.stock),
        pages=pages,
    )
    records.keep_stock(shop.uploads, submission, changes)
    known = {"base": changes.base, "changes": partition, "question": question, "counts": numbers}
    return _kept(shop, submission.model_copy(update=known))


def _kept(shop: Workshop, submission: Submission) -> Submission:
    """As it is looked at from here on; as it was decided, where somebody was quicker."""
    looked = submission.model_copy(update={"look": new_id()})
    try:
        records.put(shop.store, looked)
    except records.DecidedAlready:
        return records.find(shop.store, submission.id)
    return looked
