using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "Whom to tell when something needs a person. Each alert is told once over all replicas, and so is that it is over. "
    + "'gateway alerts test' sends a test message. See docs/alerts.md.")]
internal sealed record AlertsConfig
{
    [Description("The receivers of alerts. Default: none; alerts are then only in the log and at GET /admin/v1/alerts.")]
    public IReadOnlyList<AlertTargetConfig> Targets { get; init; } = [];

    [Within("1", "99")]
    [Description("The percentage of a budget, or of a limit of tokens by the day or month, at which it is told; it is told again at 100.")]
    public int BudgetWarnAt { get; init; } = 80;

    [Within("0s", "1h")]
    [Description(
        "How long a backend, a tag, Redis, the ledger or a disk must be in trouble before it is told, and well again before that is told. "
        + "Budgets, accounts, credentials, prices and models are told at once.")]
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(30);
}
