using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Configuration;
using Gateway.Configuration.Binding;
using Gateway.Configuration.Fields;
using Gateway.Configuration.Loading;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Configuration.Binding;

/// <summary>
/// A changed key either takes effect at a reload, or is reported as needing a restart and keeps its old value until then.
/// </summary>
public sealed class EveryKeyIsTakenOrNamedTests : IDisposable
{
    /// <summary>A configuration with every group, so that each key has a place.</summary>
    private const string Whole = """
        {
          "backends": [ { "name": "a", "provider": "ollama", "url": "http://127.0.0.1:1", "credential": { "env": "X" }, "queue": {} } ],
          "routes": [ { "name": "R", "candidates": [ { "backend": "a", "model": "m" } ] } ],
          "models": [ { "model": "m", "price": { "currency": "CNY", "input": "1", "output": "1", "asOf": "2026-01-01", "longer": [ { "from": "10", "input": "1", "output": "1" } ] } } ],
          "keys": [ { "name": "k", "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "limits": { "concurrent": "7" } } ],
          "teams": [ { "name": "t", "limits": { "concurrent": "7" } } ],
          "keyPepper": { "env": "X" },
          "frontEnds": { "jwtSecret": { "env": "X" } },
          "prices": { "file": "a.tsv" },
          "storage": { "provider": "postgresql", "connection": { "env": "X" } },
          "quotas": {
            "exchangeRates": [ { "currency": "USD", "rate": "7" } ],
            "policies": [ { "per": "owner", "concurrent": "7" } ],
            "redis": { "endpoints": [ "127.0.0.1:6379" ], "password": { "env": "X" } }
          },
          "alerts": { "targets": [ { "name": "t", "kind": "feishu", "url": { "env": "X" }, "secret": { "env": "X" } } ] }
        }
        """;

    /// <summary>Another value of keys whose form does not say one.</summary>
    private static readonly Dictionary<string, string> s_others = new()
    {
        ["listen.data"] = "\"http://127.0.0.1:4990\"",
        ["listen.admin"] = "\"http://127.0.0.1:4991\"",
        // Written otherwise, and still the one that the route means.
        ["backends.name"] = "\"A\"",
        ["backends.url"] = "\"http://127.0.0.1:2\"",
        ["routes.aliases"] = "[ \"S\" ]",
        ["routes.background"] = "\"R\"",
        ["routes.candidates.backend"] = "\"A\"",
        ["models.backend"] = "\"a\"",
        ["models.tags"] = "[ \"Math\" ]",
        ["models.price.currency"] = "\"USD\"",
        ["models.price.longer.currency"] = "\"USD\"",
        ["models.price.asOf"] = "\"2026-02-02\"",
        ["background.model"] = "\"R\"",
        ["keys.tags"] = "[ \"Math\" ]",
        ["keys.models"] = "[ \"a/m\" ]",
        ["keys.networks"] = "[ \"10.0.0.0/8\" ]",
        ["keys.expires"] = "\"2036-01-01\"",
        ["keys.sha256"] = "\"1111111111111111111111111111111111111111111111111111111111111111\"",
        ["teams.timeZone"] = "\"Europe/Berlin\"",
        ["frontEnds.groupHeader"] = "\"X-Groups\"",
        ["quotas.currency"] = "\"EUR\"",
        ["quotas.timeZone"] = "\"Europe/Berlin\"",
        ["quotas.exchangeRates.currency"] = "\"EUR\"",
        ["quotas.policies.of"] = "\"somebody\"",
        ["quotas.policies.model"] = "\"Math\"",
        ["quotas.redis.endpoints"] = "[ \"127.0.0.1:6380\" ]",
        ["alerts.targets.kind"] = "\"dingtalk\"",
        ["alerts.targets.events"] = "[ \"budget\" ]",
        ["prices.url"] = "\"http://127.0.0.1:2/prices.tsv\"",
        ["prices.sha256"] = "\"1111111111111111111111111111111111111111111111111111111111111111\"",
        ["cors.origins"] = "[ \"https://chat.example.com\" ]",
    };

    private readonly string _path = Path.GetTempFileName();
    private readonly CapturedLog _log = new();

    public static TheoryData<string> Keys => [.. KeysOf(typeof(GatewayConfig), "").Select(static k => k.Path)];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Keys))]
    public void Key_ThatChanges_IsInForce_OrNamedAsOneThatNeedsARestart(string path)
    {
        var (before, after) = Changed(path);
        var started = Configs.Load(before);
        var store = new ConfigStore(started, before);
        File.WriteAllText(_path, after);
        using var loggers = LoggerFactory.Create(b => b.AddProvider(_log).SetMinimumLevel(LogLevel.Debug));
        using var watcher = new ConfigWatcher(
            new ConfigLocation(_path), store, new FakeTimeProvider(), loggers.CreateLogger<ConfigWatcher>());
        watcher.Reload();

        var said = string.Join('\n', _log.Lines.Where(static l => l.Contains("has changed", StringComparison.Ordinal)));
        var (name, needsRestart) = NameOf(path);
        if (needsRestart)
        {
            Assert.Contains("next start", said, StringComparison.Ordinal);
            Assert.Contains(name, said[said.LastIndexOf(": ", StringComparison.Ordinal)..].Trim(' ', ':', '.').Split(", "));
            Assert.DoesNotContain("in force", said, StringComparison.Ordinal);
            Assert.Empty(ConfigDifference.Between(started, store.Current));
        }
        else
        {
            Assert.EndsWith("has changed and is in force.", said.TrimEnd(), StringComparison.Ordinal);
            Assert.Equal(ConfigDifference.Between(started, Configs.Load(after)), ConfigDifference.Between(started, store.Current));
            Assert.Contains(name, ConfigDifference.Between(started, store.Current));
        }

        // The same once more is no change, and what waits goes on waiting.
        watcher.Reload();
        Assert.Equal(needsRestart ? 2 : 1, _log.Lines.Count(static l => l.Contains("has changed", StringComparison.Ordinal)));
    }

    [Fact]
    public void Keys_OfBothKinds_AreToldApart()
    {
        var store = new ConfigStore(new GatewayConfig(), "");
        File.WriteAllText(_path, "drainTimeout: 1s\nlimits: { concurrentConnections: 5, bodySize: 1MiB }\nledger: { keepRequests: 1d }\n");
        using var loggers = LoggerFactory.Create(b => b.AddProvider(_log));
        using var watcher = new ConfigWatcher(
            new ConfigLocation(_path), store, new FakeTimeProvider(), loggers.CreateLogger<ConfigWatcher>());
        watcher.Reload();
        var said = Assert.Single(_log.Lines, static l => l.Contains("has changed", StringComparison.Ordinal));
        Assert.Contains(
            "in force, but for these keys, which take effect at the next start: ledger.keepRequests, limits.concurrentConnections.", said,
            StringComparison.Ordinal);
        Assert.Equal((10_000, 1024 * 1024), (store.Current.Limits.ConcurrentConnections, store.Current.Limits.BodySize.Bytes));

        // Written back as it was, nothing waits any more.
        File.WriteAllText(_path, "drainTimeout: 1s\nlimits: { bodySize: 1MiB }\n");
        watcher.Reload();
        Assert.DoesNotContain("next start", _log.Lines[^1], StringComparison.Ordinal);
    }

    /// <summary>What the log calls a key, and whether it or a group above it says that it needs a restart.</summary>
    private static (string Name, bool NeedsRestart) NameOf(string path)
    {
        var (schema, name, needs) = (JsonDocument.Parse(ConfigSchema.Write()).RootElement, "", false);
        var isInList = false;
        foreach (var key in path.Split('.'))
        {
            schema = (schema.TryGetProperty("items", out var items) ? items : schema).GetProperty("properties").GetProperty(key);
            needs |= schema.GetProperty("description").GetString()!.Contains("A change needs a restart.", StringComparison.Ordinal);
            name = isInList ? name : name.Length == 0 ? key : $"{name}.{key}";
            isInList |= schema.TryGetProperty("items", out _);
        }

        return (name, needs);
    }

    private static IEnumerable<(string Path, ConfigProperty Property)> KeysOf(Type type, string prefix) =>
        from property in ConfigProperty.Of(type)
        let path = prefix + property.Key
        from key in property.IsGroup ? KeysOf(property.Type, path + ".")
            : property.ItemType is { } item && ConfigProperty.IsGroupType(item) ? KeysOf(item, path + ".")
            : [(path, property)]
        select key;

    private static (string Before, string After) Changed(string path)
    {
        var (before, after) = (JsonNode.Parse(Whole)!, JsonNode.Parse(Whole)!);
        Set(before.AsObject(), path, null);
        Set(after.AsObject(), path, KeysOf(typeof(GatewayConfig), "").Single(k => k.Path == path).Property);
        if (path.StartsWith("frontEnds.groupHeader", StringComparison.Ordinal))
        {
            // The one stands only beside the other.
            foreach (var (text, isAfter) in new[] { (before, false), (after, true) })
            {
                var group = text["frontEnds"]!.AsObject();
                group["groupHeader"] ??= isAfter && path.EndsWith('r') ? "X-Groups" : "X-Other";
                group["groupHeaderTrusted"] ??= "false";
            }
        }

        return (before.ToJsonString(), after.ToJsonString());
    }

    /// <param name="group">The whole configuration.</param>
    /// <param name="path">The key.</param>
    /// <param name="property">What it is; null: only its place is made.</param>
    private static void Set(JsonObject group, string path, ConfigProperty? property)
    {
        var keys = path.Split('.');
        foreach (var key in keys[..^1])
        {
            group[key] ??= new JsonObject();
            group = (group[key] as JsonArray)?[0]!.AsObject() ?? group[key]!.AsObject();
        }

        if (property is null)
        {
            return;
        }

        if (path is "prices.url")
        {
            group.Remove("file");
        }

        if (property.Key is "file" && group.ContainsKey("env"))
        {
            group.Remove("env");
        }

        group[keys[^1]] = s_others.TryGetValue(path, out var other) ? JsonNode.Parse(other) : Other(property, (string?)group[keys[^1]]);
    }

    private static string Other(ConfigProperty property, string? now)
    {
        var standard = now ?? (property.IsRequired ? null : DefaultOf(property));
        IEnumerable<string> values = property.Type == typeof(bool) ? ["true", "false"]
            : property.Type.IsEnum ? ScalarParser.NamesOf(property.Type)
            : property.Within is { } within ? [within.Min, within.Max]
            : ["other"];
        return values.First(v => v != standard);
    }

    private static string? DefaultOf(ConfigProperty property) =>
        property.ValueOf(Activator.CreateInstance(property.Owner)!) is { } value ? ScalarParser.Format(value) : null;
}
