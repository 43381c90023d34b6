using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Tests.Quotas;

/// <summary>Limits and what is used of them by the names that tests call them.</summary>
internal static class LimitWords
{
    extension(LimitKind)
    {
        public static LimitKind RequestsPerMinute => Named("requestsPerMinute");

        public static LimitKind TokensPerMinute => Named("tokensPerMinute");

        public static LimitKind Concurrent => Named("concurrent");

        public static LimitKind TokensPerDay => Named("tokensPerDay");

        public static LimitKind TokensPerMonth => Named("tokensPerMonth");

        public static LimitKind MoneyPerDay => Named("moneyPerDay");

        public static LimitKind MoneyPerMonth => Named("moneyPerMonth");

        public static LimitKind Named(string key) => LimitKind.All.Single(k => k.Key == key);
    }

    extension(QuotaLimits)
    {
        public static QuotaLimits Of(
            long? requestsPerMinute = null,
            long? tokensPerMinute = null,
            long? concurrent = null,
            long? tokensPerDay = null,
            long? tokensPerMonth = null,
            long? moneyPerDay = null,
            long? moneyPerMonth = null,
            long? backgroundPerMinute = null)
        {
            var limits = new Dictionary<string, long?>
            {
                ["requestsPerMinute"] = requestsPerMinute,
                ["tokensPerMinute"] = tokensPerMinute,
                ["concurrent"] = concurrent,
                ["tokensPerDay"] = tokensPerDay,
                ["tokensPerMonth"] = tokensPerMonth,
                ["moneyPerDay"] = moneyPerDay,
                ["moneyPerMonth"] = moneyPerMonth,
            };
            return new QuotaLimits(k => limits.GetValueOrDefault(k.Key)) { BackgroundPerMinute = backgroundPerMinute };
        }
    }

    extension(QuotaAmount)
    {
        public static QuotaAmount Of(long requests, long tokens, long nano, long concurrent) =>
            new QuotaAmount(tokens, nano).With(Meter.Requests, requests).With(Meter.Concurrent, concurrent);
    }

    extension(QuotaAmount amount)
    {
        /// <summary>What requests used, without how many there were.</summary>
        public QuotaAmount Used => amount.With(Meter.Requests, 0);
    }

    extension(QuotaUse use)
    {
        public long RequestsInMinute => use.InMinute[Meter.Requests];

        public long TokensInMinute => use.InMinute.Tokens;
    }
}
