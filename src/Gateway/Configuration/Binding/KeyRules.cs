using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Configuration.Binding;

/// <summary>What must hold of keys, teams and where they are kept.</summary>
internal sealed class KeyRules(GatewayConfig config, YamlBinder binder)
{
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

        foreach (var (index, name) in key.Tags.Concat(key.Models).Index())
        {
            if (!Regex.IsMatch(name, KeyConfig.NamePattern))
            {
                var list = index < key.Tags.Count ? $"tags[{index}]" : $"models[{index - key.Tags.Count}]";
                binder.Blame($"{at}.{list}", $"is not {KeyConfig.NameWanted}.");
            }
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
