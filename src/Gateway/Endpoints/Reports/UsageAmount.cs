using System.Globalization;
using Gateway.Usage;

namespace Gateway.Endpoints.Reports;

/// <summary>Money in words: all of its digits, and none that it has not.</summary>
internal static class UsageAmount
{
    public static string Of(long nano) => (nano / Money.NanoPerUnit).ToString("0.#########", CultureInfo.InvariantCulture);
}
