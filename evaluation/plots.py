"""Two pictures of trust as one PNG: how far confidence is truth, and what acting from a confidence on costs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import typst

from evaluation.pages import own_compiler

PPI = 160
DRAWING = """
#let data = json(bytes(sys.inputs.figures))
#let ink = rgb("#24313f")
#let faint = rgb("#e4e8ec")
#let blue = rgb("#2f6f9f")
#let orange = rgb("#d9772b")
#let grey = rgb("#8a97a3")
#let (width, height) = (300pt, 240pt)
#set page(width: 2 * width + 220pt, height: auto, margin: (x: 24pt, y: 20pt), fill: white)
#set text(font: "Libertinus Serif", size: 9.5pt, fill: ink)

#let at(x, y, body) = place(top + left, dx: x, dy: y, body)
#let label(x, y, anchor, body) = at(x - 30pt, y - 6pt, box(width: 60pt, height: 12pt, align(anchor + horizon, body)))
#let percent(value, digits: 0) = {
  let whole = calc.round(value * 100, digits: digits)
  [#whole %]
}
#let halo(body) = box(fill: white.transparentize(25%), outset: 1.5pt, radius: 2pt, body)
// A frame with a grid; `top` is the greatest value of the vertical axis.
#let axes(top, x-title, y-title) = {
  for step in range(6) {
    let (x, y) = (step / 5 * width, height - step / 5 * height)
    at(0pt, 0pt, line(start: (x, 0pt), end: (x, height), stroke: 0.5pt + faint))
    at(0pt, 0pt, line(start: (0pt, y), end: (width, y), stroke: 0.5pt + faint))
    label(x, height + 11pt, center, percent(step / 5))
    at(-46pt, y - 6pt, box(width: 40pt, height: 12pt, align(right + horizon, percent(top * step / 5, digits: 1))))
  }
  at(0pt, 0pt, rect(width: width, height: height, stroke: 0.7pt + grey))
  at(0pt, height + 22pt, box(width: width, align(center, x-title)))
  at(-44pt - height / 2, height / 2 - 6pt, rotate(-90deg, box(width: height, height: 12pt, align(center, y-title))))
}
#let dot(x, y, size, colour) = at(x - size, y - size, circle(radius: size, fill: colour, stroke: 0.8pt + white))
#let key(colour, body, dash: "solid") = {
  let sample = line(length: 16pt, stroke: (paint: colour, thickness: 1.6pt, dash: dash))
  box[#box(baseline: -2.5pt, sample) #h(3pt) #body #h(12pt)]
}

#let reliability = box(width: width, height: height + 36pt, {
  axes(1, [said confidence of the main intent], [share that is right])
  let most = calc.max(1, ..data.bins.map(bin => bin.n))
  for bin in data.bins {
    let x = calc.min(calc.floor(bin.confidence * 10), 9) / 10 * width
    let tall = bin.n / most * height * 0.22
    at(x + 2pt, height - tall, rect(width: width / 10 - 4pt, height: tall, fill: blue.lighten(80%), stroke: none))
  }
  at(0pt, 0pt, line(start: (0pt, height), end: (width, 0pt), stroke: (paint: grey, thickness: 1pt, dash: "dashed")))
  for bin in data.bins {
    let x = bin.confidence * width
    let bound(share) = height - share * height
    at(0pt, 0pt, line(start: (x, bound(bin.low)), end: (x, bound(bin.high)), stroke: 1.1pt + blue))
    dot(x, bound(bin.right), 3.6pt, blue)
  }
  for bin in data.bins {
    let x = (calc.min(calc.floor(bin.confidence * 10), 9) + 0.5) / 10 * width
    let tall = bin.n / most * height * 0.22
    label(x, height - tall - 7pt, center, halo(text(7.5pt, fill: grey.darken(15%), str(bin.n))))
  }
})

#let steps(points, top, colour, dash) = {
  let spot(point) = (point.at(1) * width, height - calc.min(point.at(2) / top, 1) * height)
  if points.len() > 0 {
    let (first, ..rest) = points.map(spot)
    let stroke = (paint: colour, thickness: 1.6pt, dash: dash, join: "round")
    at(0pt, 0pt, curve(stroke: stroke, curve.move(first), ..rest.map(point => curve.line(point))))
    let (x, y) = spot(points.last())
    dot(x, y, 3.2pt, colour)
    let words = [#percent(points.last().at(2), digits: 1) of #percent(points.last().at(1))]
    at(calc.min(x + 7pt, width - 66pt), y - 16pt, halo(text(8pt, fill: colour, words)))
  }
}
#let risk = box(width: width, height: height + 36pt, {
  axes(data.top, [share of all messages acted upon], [share of those that is wrong])
  steps(data.alone, data.top, grey, "densely-dashed")
  steps(data.router, data.top, orange, "solid")
})

#align(center)[
  #text(14pt, weight: "bold", data.title) \\
  #text(9.5pt, fill: grey, data.subtitle)
]
#v(8pt)
#grid(
  columns: (1fr, 1fr), align: center, row-gutter: 12pt,
  strong[Confidence and truth], strong[Coverage and risk],
  reliability, risk,
  [#key(blue)[right, with Wilson bounds of 95 %]#key(grey, dash: "dashed")[perfectly calibrated]],
  [#key(orange)[messages that the router lets act]#key(grey, dash: "densely-dashed")[acting by certainty alone]],
)
"""


def plot(report: Mapping[str, Any], title: str) -> bytes:
    """The PNG of a report's `calibration` and `risk`. Raises ValueError where it cannot be drawn."""
    routes, figures = report["routes"], report["intents"]
    risk = report["risk"]
    auto = routes["wrong_auto"]
    drawn = {
        "title": title,
        "subtitle": f"{report['n']} messages · main intent {figures['main_intent_accuracy']:.3f} · calibration error "
        f"{figures['calibration_error']:.3f} · acted upon {auto['n']}, of those wrong {auto['hits']}",
        "bins": report["calibration"],
        "router": risk["router"],
        "alone": risk["confidence_alone"],
        "top": highest(risk),
    }
    try:
        made = own_compiler().compile(
            DRAWING.encode(),
            format="png",
            ppi=PPI,
            sys_inputs={"figures": json.dumps(drawn, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise ValueError(f"the plot cannot be drawn: {error.message}") from error
    assert isinstance(made, bytes)
    return made


def highest(risk: Mapping[str, Any]) -> float:
    """The top of the axis of risk: a round share that no point of either curve passes."""
    most = max((point[2] for points in risk.values() for point in points), default=0.0)
    return next((top for top in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if most <= top), 1.0)
