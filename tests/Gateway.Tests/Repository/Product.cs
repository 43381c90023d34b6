using System.Reflection;
using Gateway.Configuration;
using Gateway.Ledger.Records;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Repository;

/// <summary>The product as compiled: the host and its libraries.</summary>
internal static class Product
{
    private static readonly Assembly[] s_assemblies =
    [
        typeof(Inquiry).Assembly, typeof(RequestHead).Assembly, typeof(QuotaLimit).Assembly, typeof(UsageRecord).Assembly,
        typeof(GatewayConfig).Assembly,
    ];

    public static IEnumerable<Type> Types => s_assemblies.SelectMany(static a => a.GetTypes());
}
