using System.Reflection;
using System.Runtime.CompilerServices;

namespace Gateway.Tests.Repository;

/// <summary>Members that anyone may set at any time are hard to reason about. The exceptions can only become fewer.</summary>
public sealed class SettableMembersTests
{
    private const int Most = 15;

    // Each with why.
    private static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["Gateway.Wire.Heads.RequestHead"] = "parsed",
        ["Gateway.Ledger.Records.UsageRecord"] = "stored",
        ["Gateway.Ledger.Storage.KeyRow"] = "stored",
    };

    [Fact]
    public void Type_OfTheGateway_HasFewSettableMembers() =>
        Assert.DoesNotContain(Counts(), static c => c.Value > Most && !s_exceptions.ContainsKey(c.Key));

    [Fact]
    public void Exception_ThatNeedsNone_IsTakenFromTheList() =>
        Assert.DoesNotContain(s_exceptions.Keys, static name => Counts().GetValueOrDefault(name) <= Most);

    private static Dictionary<string, int> Counts() => Product.Types
        .Where(
            static t => t.Namespace?.StartsWith("Gateway", StringComparison.Ordinal) == true
                && !t.IsDefined(typeof(CompilerGeneratedAttribute), false))
        .ToDictionary(static t => t.FullName!, SettableOf);

    // A field that others may write is as much a member as a property.
    private static int SettableOf(Type type)
    {
        const BindingFlags Own =
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return type.GetProperties(Own).Count(static p => p.SetMethod is { IsPrivate: false, IsFamily: false } set && !IsInit(set))
            + type.GetFields(Own).Count(static f => f is { IsPrivate: false, IsFamily: false, IsInitOnly: false, IsLiteral: false });
    }

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
