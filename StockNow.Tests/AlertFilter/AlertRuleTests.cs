using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Stages.AlertFilter;

namespace StockNow.Tests.AlertFilter;

sealed class AlertRuleTests
{
    static readonly Gen<int> Pieces = Gen.OneOf(Gen.Int[0, 5], Gen.Int[0, int.MaxValue]);

    [Test]
    public void Flag_trusts_the_sensor() => ForAll((flag, _, reading) => AlertRule.IsAlert(AlertRuleKind.Flag, reading) == flag);

    [Test]
    public void Recompute_trusts_the_numbers() => ForAll((_, isBelow, reading) => AlertRule.IsAlert(AlertRuleKind.Recompute, reading) == isBelow);

    [Test]
    public void Both_asks_for_both() => ForAll((flag, isBelow, reading) => AlertRule.IsAlert(AlertRuleKind.Both, reading) == (flag && isBelow));

    [Test]
    public void A_flag_that_says_something_else_than_the_numbers_contradicts_them() =>
        ForAll((flag, isBelow, reading) => AlertRule.IsContradicted(reading) == (flag != isBelow));

    static void ForAll(Holds holds) => Gen.Select(Pieces, Pieces, Gen.Bool).Sample((quantity, threshold, flag) =>
        holds(flag, quantity < threshold, new ReadingFields { Quantity = quantity, Threshold = threshold, Alert = flag }));

    delegate bool Holds(bool flag, bool isBelow, ReadingFields reading);
}
