using System.Net;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Authentication;

public class CallerIsKnownTests
{
    private const string Key = "sk-gw-first";
    private const string OtherKey = "sk-gw-second";

    private static readonly KeyRing Ring = new(
        [Config("first", Key), Config("second", OtherKey) with { Reasoning = ReasoningField.Reasoning }]);

    [Theory]
    [InlineData("Authorization", "Bearer " + Key)]
    [InlineData("Authorization", "bearer   " + Key + " ")]
    [InlineData("X-Api-Key", Key)]
    [InlineData("x-api-key", " " + Key)]
    [InlineData("api-key", Key)]
    public void Key_InAnyHeader_NamesTheCaller(string header, string value)
    {
        Assert.Null(Authenticate([(header, value)], out var caller));
        Assert.Equal(("first", "o"), (caller.Name, caller.Owner));
    }

    [Theory]
    [InlineData("Bearer " + Key, OtherKey, OtherKey, "first")]
    [InlineData("", Key, OtherKey, "first")]
    [InlineData("Basic abc", OtherKey, Key, "second")]
    [InlineData("Bearer undefined", Key, OtherKey, "first")]
    [InlineData("Bearer ", "null", OtherKey, "second")]
    public void Keys_InSeveralHeaders_FirstThatIsOneCounts(string bearer, string xApiKey, string apiKey, string name)
    {
        Assert.Null(Authenticate([("Authorization", bearer), ("X-Api-Key", xApiKey), ("api-key", apiKey)], out var caller));
        Assert.Equal(name, caller.Name);
    }

    [Theory]
    [InlineData("undefined")]
    [InlineData("null")]
    [InlineData("temp")]
    [InlineData("Ollama")]
    [InlineData("not-provided")]
    public void Placeholder_InTheKeysPlace_IsNamed(string placeholder)
    {
        var error = Authenticate([("Authorization", "Bearer " + placeholder)], out _);
        Assert.Contains($"'{placeholder.ToLowerInvariant()}'", Refused(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralKeys_SentAsOne_CommaIsExplained() =>
        Assert.Contains(
            "comma", Refused(Authenticate([("Authorization", $"Bearer {Key},{OtherKey}")], out _)).Message, StringComparison.Ordinal);

    // Two readers of such a request may see two callers, so none is taken.
    [Theory]
    [InlineData("Authorization", "Bearer " + Key, "Bearer " + OtherKey)]
    [InlineData("Authorization", "Bearer " + Key, "Bearer " + Key)]
    [InlineData("Authorization", "Basic abc", "Bearer " + Key)]
    [InlineData("Authorization", "Bearer " + Key, "")]
    [InlineData("X-Api-Key", Key, OtherKey)]
    [InlineData("api-key", OtherKey, Key)]
    public void Header_ThatStandsTwice_IsRefusedByItsName(string header, string one, string other)
    {
        var context = Context([], IPAddress.Loopback);
        context.Request.Headers[header] = new([one, other]);
        var error = Authenticator.Authenticate(context, Ring, anonymous: true, out var caller);
        Assert.Equal((400, "ambiguous_key"), (error?.Status, error?.Code));
        Assert.Contains(header, error!.Message, StringComparison.Ordinal);
        Assert.Same(ApiKey.Anonymous, caller);
    }

    [Theory]
    [InlineData("Bearer" + Key, "no blank")]
    [InlineData("bearer" + Key, "no blank")]
    [InlineData("Bearer:" + Key, "no blank")]
    [InlineData("Bearer", "holds no key")]
    [InlineData("Bearer   ", "holds no key")]
    [InlineData("Bearer Bearer " + Key, "not known")]
    [InlineData("Bearer " + Key + ", Bearer " + OtherKey, "comma")]
    [InlineData(Key, "holds no key")]
    public void Authorization_ThatIsWrittenWrongly_IsToldWhatIsWrong(string value, string words) =>
        Assert.Contains(words, Refused(Authenticate([("Authorization", value)], out _)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Authorization", "Bearer sk-gw-unknown")]
    [InlineData("Authorization", "Bearer SK-GW-FIRST")]
    [InlineData("Authorization", "Basic " + Key)]
    [InlineData("Other", Key)]
    [InlineData("Authorization", "")]
    public void Key_UnknownOrNone_IsRefusedAndNotRepeated(string header, string value)
    {
        var error = Refused(Authenticate([(header, value)], out var caller));
        Assert.DoesNotContain("unknown", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Same(ApiKey.Anonymous, caller);
    }

    [Fact]
    public void Key_OfEndlessLength_IsRefused() => Refused(Authenticate([("X-Api-Key", new string('k', 100_000))], out _));

    [Fact]
    public void Key_OfTheOwnerIsLoopback_IsStillNeeded() =>
        Refused(Authenticator.Authenticate(Context([], IPAddress.Loopback), Ring, anonymous: true, out _));

    [Theory]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.3.4.5", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData(null, false, true)]
    [InlineData("192.168.1.9", false, false)]
    [InlineData("8.8.8.8", false, false)]
    [InlineData("8.8.8.8", true, true)]
    public void NoKeys_Caller_IsServedOnThisMachineOrIfAnonymous(string? address, bool anonymous, bool served)
    {
        var context = Context([("Authorization", "Bearer whatever")], address is null ? null : IPAddress.Parse(address));
        var error = Authenticator.Authenticate(context, new KeyRing([]), anonymous, out _);
        Assert.Equal(served ? null : "loopback_only", error?.Code);
        Assert.Equal(served ? null : 403, error?.Status);
    }

    [Theory]
    [InlineData(Key, "\"reasoning_content\"")]
    [InlineData(OtherKey, "\"reasoning\"")]
    public void Key_ClientsReasoningField_GoesWithIt(string key, string field)
    {
        Authenticate([("api-key", key)], out var caller);
        Assert.Equal(field, System.Text.Encoding.UTF8.GetString(caller.ReasoningName.Span));
    }

    private static KeyConfig Config(string name, string key)
    {
        Assert.True(KeyHash.TryOf(key, out var hash));
        return new KeyConfig { Name = name, Owner = "o", Sha256 = hash.ToString() };
    }

    private static ApiError? Authenticate((string Name, string Value)[] headers, out ApiKey caller) =>
        Authenticator.Authenticate(Context(headers, IPAddress.Parse("8.8.8.8")), Ring, anonymous: true, out caller);

    private static DefaultHttpContext Context((string Name, string Value)[] headers, IPAddress? address)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = address } };
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        return context;
    }

    private static ApiError Refused(ApiError? error)
    {
        Assert.Equal((401, "invalid_api_key"), (error?.Status, error?.Code));
        return error!;
    }
}
