using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Configuration.Binding;

/// <summary>Checks the rules for keys, teams and their storage.</summary>
internal sealed class KeyRules(GatewayConfig config, YamlBinder binder)
{
    private readonly NamedModels _names = new(config);

    public void Check()
    {
        foreach (var (index, key) in config.Keys.Index())
        {
            CheckKey(key, $"keys[{index}]");
        }

        foreach (var (index, team) in config.Teams.Index())
        {
            if (team.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            {
                binder.Blame($"teams[{index}].timeZone", $"\"{zone}\" is no time zone. Write an IANA name such as Asia/Shanghai.");
            }
        }

        CheckSecret(config.KeyPepper, "keyPepper");
        CheckSecret(config.FrontEnds.JwtSecret, "frontEnds.jwtSecret");
        CheckGroups();
        CheckSecret(config.Storage?.Connection, "storage.connection");
        if (config.Storage is { Provider: StorageProvider.PostgreSql, Connection: null })
        {
            binder.Blame("storage.connection", "is missing. Say where the connection string stands: { env: NAME } or { file: path }.");
        }
    }

    private void CheckKey(KeyConfig key, string at)
    {
        foreach (var (index, network) in key.Networks.Index())
        {
            if (!IPNetwork.TryParse(network, out _))
            {
                binder.Blame($"{at}.networks[{index}]", $"\"{network}\" is no network. Write one such as 10.0.0.0/8 or 192.168.1.7/32.");
            }
        }

        CheckNames(key.Tags, at + ".tags", _names.WhyNoTag);
        CheckNames(key.Models, at + ".models", _names.WhyNoModel);
    }

    private void CheckNames(IReadOnlyList<string> names, string at, Func<string, string?> why)
    {
        foreach (var (index, name) in names.Index())
        {
            if (!Regex.IsMatch(name, KeyConfig.NamePattern))
            {
                binder.Blame($"{at}[{index}]", $"is not {KeyConfig.NameWanted}.");
            }
            else if (why(name) is { } fault)
            {
                binder.Blame($"{at}[{index}]", fault);
            }
        }
    }

    // An unsigned header beside signed users: only the operator can say whether it is trusted.
    private void CheckGroups()
    {
        var frontEnds = config.FrontEnds;
        if (frontEnds is { GroupHeader: not null, JwtSecret: not null, GroupHeaderTrusted: null })
        {
            binder.Blame(
                "frontEnds.groupHeader",
                "is not signed, and with jwtSecret only what is signed is believed. Say groupHeaderTrusted: true if the front end alone "
                + "can send it, or groupHeaderTrusted: false to believe signed groups only.");
        }

        if (frontEnds.GroupHeaderTrusted is not null && (frontEnds.GroupHeader is null || frontEnds.JwtSecret is null))
        {
            binder.Blame(
                "frontEnds.groupHeaderTrusted",
                "says nothing without groupHeader and jwtSecret: plain headers are believed where nothing is signed.");
        }
    }

    private void CheckSecret(SecretConfig? secret, string path)
    {
        if (secret is not null && secret.Env is null == secret.File is null)
        {
            binder.Blame(path, "must have exactly one of env and file.");
        }
    }
}
