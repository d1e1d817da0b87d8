"""The report as a picture: an SVG that needs nothing from elsewhere and runs nothing."""

from bot.locale import _
from bot.mailbox.register.report import MailReport


def svg_of(report: MailReport) -> bytes:
    """Letters and questions by week, as bars."""
    import pygal  # noqa: PLC0415  # slow to import, and only a picture needs it
    from lxml import etree  # noqa: PLC0415
    from pygal.style import CleanStyle  # noqa: PLC0415

    chart = pygal.Bar(
        title=_("Letters from {since} to {until}").format(since=report.since, until=report.until),
        style=CleanStyle(font_family="sans-serif"),
        js=(),
        legend_at_bottom=True,
        print_values=True,
        x_label_rotation=30,
    )
    chart.x_labels = [week.first.isoformat() for week in report.weeks]
    chart.add(_("letters"), [week.letters for week in report.weeks])
    chart.add(_("answered letters"), [week.replied for week in report.weeks])
    chart.add(_("questions"), [week.asked for week in report.weeks])
    chart.add(_("answered by the notices"), [week.answered for week in report.weeks])
    picture = etree.fromstring(chart.render())
    for script in picture.findall(".//{http://www.w3.org/2000/svg}script"):
        script.getparent().remove(script)
    octets: bytes = etree.tostring(picture, xml_declaration=True, encoding="utf-8")
    return octets
