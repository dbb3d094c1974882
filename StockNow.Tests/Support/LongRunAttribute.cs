using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace StockNow.Tests.Support;

/// <summary>A long run: kills, chaos, fuzz, a fault at every step. It is skipped unless STOCKNOW_TEST_LONG is 1.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
sealed class LongRunAttribute : Attribute, IApplyToTest
{
    const string Switch = "STOCKNOW_TEST_LONG";

    /// <summary>Puts the test into the category LongRun, and skips it where the switch is not set.</summary>
    public void ApplyToTest(Test test)
    {
        test.Properties.Add(PropertyNames.Category, "LongRun");
        if (Environment.GetEnvironmentVariable(Switch) == "1" || test.RunState == RunState.NotRunnable) return;
        test.RunState = RunState.Ignored;
        test.Properties.Set(PropertyNames.SkipReason, $"A long run. Set {Switch}=1 to run it.");
    }
}
