using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("A receiver of alerts: a bot in a group, or a program of your own.")]
internal sealed record AlertTargetConfig
{
    [Matches(KeyConfig.NamePattern, KeyConfig.NameWanted)]
    [Description("Its name, in the log, in metrics and for 'gateway alerts test'.")]
    public required string Name { get; init; }

    [Description(
        "What receives it: feishu (also Lark), dingtalk, wecom and slack are bots of a group; webhook is a program of your own, which gets "
        + "signed JSON.")]
    public required AlertTargetKind Kind { get; init; }

    [Description(
        "Where its address stands. The addresses of bots hold a token, so they are secrets: whoever has one can write to the group.")]
    public required SecretConfig Url { get; init; }

    [Description(
        "The secret to sign with. feishu: the bot's 'Signature verification'; dingtalk: the robot's 'Additional signature', which begins "
        + "with SEC; webhook: the header 'x-gateway-signature' is then 'sha256=' and the HMAC-SHA-256 of the body in hexadecimal. wecom "
        + "and slack sign nothing. Default: none.")]
    public SecretConfig? Secret { get; init; }

    [Description("The language of its messages: en or zh.")]
    public AlertLanguage Language { get; init; } = AlertLanguage.En;

    [Description(
        "The kinds of alerts that it gets: budget, backend, tag, account, credential, priceOld, priceMissing, modelEnding, modelGone, "
        + "ledger, disk, redis. Default: all.")]
    public IReadOnlyList<AlertKind> Events { get; init; } = [];

    public bool Wants(AlertKind kind) => Events.Count == 0 || Events.Contains(kind);
}
