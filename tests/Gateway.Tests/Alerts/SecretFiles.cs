using Gateway.Configuration;

namespace Gateway.Tests.Alerts;

/// <summary>Files that hold the addresses and secrets of a test.</summary>
internal sealed class SecretFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-alerts-");
    private int _made;

    public string Path(string secret)
    {
        var path = System.IO.Path.Combine(_folder.FullName, $"{_made++}");
        File.WriteAllText(path, secret);
        return path;
    }

    public AlertTargetConfig Target(
        AlertTargetKind kind, string url, string? secret = null, AlertLanguage language = AlertLanguage.En, string? name = null,
        params AlertKind[] events) => new()
        {
            Name = name ?? kind.ToString().ToLowerInvariant(),
            Kind = kind,
            Url = new SecretConfig { File = Path(url) },
            Secret = secret is null ? null : new SecretConfig { File = Path(secret) },
            Language = language,
            Events = events,
        };

    public AlertTargetConfig Feishu(ChatBots bots, AlertLanguage language = AlertLanguage.En) =>
        Target(AlertTargetKind.Feishu, bots.Feishu, ChatBots.FeishuSecret, language);

    public AlertTargetConfig DingTalk(ChatBots bots) => Target(AlertTargetKind.DingTalk, bots.DingTalk, ChatBots.DingTalkSecret);

    public AlertTargetConfig WeCom(ChatBots bots) => Target(AlertTargetKind.WeCom, bots.WeCom, language: AlertLanguage.Zh);

    public AlertTargetConfig Slack(ChatBots bots) => Target(AlertTargetKind.Slack, bots.Slack);

    /// <summary>One of each kind of bot.</summary>
    public IReadOnlyList<AlertTargetConfig> All(ChatBots bots) => [Feishu(bots), DingTalk(bots), WeCom(bots), Slack(bots)];

    public void Dispose() => _folder.Delete(recursive: true);
}
