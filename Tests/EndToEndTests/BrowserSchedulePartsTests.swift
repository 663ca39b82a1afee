import Harness
import Testing

extension BrowserTests {
  /// What the Schedule page computes by itself: steps back, days with a change of the clock,
  /// which days a rule means, lengths as people write them.
  static func expectScheduleParts(_ browser: Browser) throws {
    let script = """
      const part = (name) => import(new URL(`assets/schedule/${name}.js`, document.baseURI));
      const parts = Promise.all(["draft", "ways", "zone", "spans", "programming"].map(part));
      return parts.then(([{ Draft }, ways, zone, { codecs }, programming]) => {
        const wrong = [];
        const same = (what, is, wanted) => {
          if (JSON.stringify(is) !== JSON.stringify(wanted)) wrong.push(`${what}: ${JSON.stringify(is)}`);
        };
        \(steps)
        \(clocks)
        \(words)
        return wrong;
      });
      """
    #expect(try browser.run(script).array.compactMap(\.string) == [])
  }

  private static let steps = """
    const draft = new Draft({ base: { slots: [{ start: "06:00" }] } });
    const start = () => ways.at(draft.rules, "base.slots.0.start");
    for (const text of ["07:00", "08:00"]) {
      draft.edit(ways.put(draft.rules, "base.slots.0.start", text), "typing");
    }
    draft.seal();
    draft.edit(ways.insert(draft.rules, "base.slots", { start: "20:00" }));
    draft.edit(ways.moved(draft.rules, "base.slots", 1, 0));
    same("moved", start(), "20:00");
    draft.undo();
    draft.undo();
    same("typed", start(), "08:00");
    draft.undo();
    same("undone", [start(), draft.isChanged, draft.canUndo], ["06:00", false, false]);
    draft.redo();
    same("redone", [start(), draft.isChanged], ["08:00", true]);
    draft.settle(draft.rules, draft.rules);
    same("saved", [draft.isChanged, draft.canUndo], [false, true]);
    same("way", ways.wayOf("layer2/4"), "layers.2.programming.slots.4");
    """

  private static let clocks = """
    const berlin = (moment) => zone.daysFrom(moment, 1, "Europe/Berlin")[0];
    const spring = berlin(Date.UTC(2026, 2, 29, 12));
    const autumn = berlin(Date.UTC(2026, 9, 25, 12));
    same("hours", [spring, autumn].map(({ start, end }) => (end - start) / 3600000), [23, 25]);
    same("spring", zone.hoursOf(Date.UTC(2026, 2, 29, 1), spring), 3);
    same("autumn", zone.hoursOf(Date.UTC(2026, 9, 25, 12), autumn), 13);
    const means = (rule, ...date) => zone.means(rule, Date.UTC(...date));
    same("weekday", means({ weekdays: [1] }, 2026, 10, 23), true);
    same("last day", means({ monthDays: [31] }, 2026, 10, 30), true);
    same("leap day", means({ dates: ["02-29"] }, 2026, 1, 28), true);
    const season = { from: "12-01", to: "01-06" };
    same("season", [means(season, 2026, 0, 6), means(season, 2026, 0, 7)], [true, false]);
    """

  private static let words = """
    const read = (kind, text) => codecs[kind].read(text).value;
    same("length", ["90 s", "90", "1 h 30 min", "soon"].map((text) => read("span", text)),
      [90000, 5400000, 5400000, undefined]);
    same("told", codecs.span.show(5400000), "1 h 30 min");
    same("time", ["8:5", "2015", "noon"].map((text) => read("time", text)),
      ["08:05", "20:15", undefined]);
    same("numbers", read("numbers", "1, 3-5"), [1, 3, 4, 5]);
    const simple = { style: "continuous", slots: [{ content: { kind: "library" } }] };
    const timed = programming.restyled(simple, "slots");
    same("by time", timed.slots[0].start, "06:00");
    same("back", programming.restyled(timed, "continuous"), simple);
    """
}
