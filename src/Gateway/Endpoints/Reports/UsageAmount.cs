using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Endpoints.Reports;

/// <summary>Writes money with all of its digits and no others.</summary>
internal static class UsageAmount
{
    public static string Of(long nano) => (nano / Money.NanoPerUnit).ToString("0.#########", CultureInfo.InvariantCulture);
}
