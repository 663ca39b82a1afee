import FastCGI
import Schedule

/// A programming that is to be told in another style.
struct StyleWish: Codable {
  var programming: Programming
  var style: Programming.Style
}

/// The same programmes in that style.
struct StyleAnswer: Codable, Hashable {
  var programming: Programming
}

func convertSchedule(_ call: Call, _ wish: StyleWish) throws -> StyleAnswer {
  do {
    _ = try RuleSet(base: wish.programming).rundown(seed: 0)
    return StyleAnswer(programming: try wish.programming.converted(to: wish.style))
  } catch let fault as RuleFault {
    throw Problem(RuleFault("programming" + fault.field.dropFirst(4), fault.detail))
  } catch let refusal as ConversionRefusal {
    throw Problem.invalid("style", refusal.reason)
  }
}
