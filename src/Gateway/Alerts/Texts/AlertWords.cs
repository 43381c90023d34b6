using Gateway.Configuration;

namespace Gateway.Alerts.Texts;

/// <summary>The words of one kind of alert in one language. <c>{0}</c> is what it is about, <c>{1}</c> its level.</summary>
/// <param name="Raised">That something is wrong.</param>
/// <param name="Over">That it is over.</param>
/// <param name="WayOut">What to do about it.</param>
internal sealed record AlertWords(string Raised, string Over, string WayOut)
{
    public static AlertWords Of(AlertKind kind, AlertLanguage language, int level) => language switch
    {
        AlertLanguage.En => English(kind, level),
        AlertLanguage.Zh => Chinese(kind, level),
    };

    private static AlertWords English(AlertKind kind, int level) => kind switch
    {
        AlertKind.Budget => new(
            level < 100 ? "{1} % of a budget are used: {0}" : "a budget is spent: {0}", "the budget is open again: {0}",
            "Raise the limit, or wait for the next day or month."),
        AlertKind.Backend => new(
            "backend {0} cannot be used", "backend {0} can be used again", "'gateway backends' shows what it answers."),
        AlertKind.Tag => new(
            "{0} has no candidate that can take a request", "{0} has a candidate again",
            "'gateway route explain {0}' says why each is left out."),
        AlertKind.Account => new(
            "the account of backend {0} is empty", "the account of backend {0} pays again", "Top it up at the provider."),
        AlertKind.Credential => new(
            "backend {0} refuses the gateway's credential", "backend {0} takes the gateway's credential again",
            "Replace the credential that the configuration names."),
        AlertKind.PriceOld => new(
            "the price of {0} is old", "the price of {0} is up to date", "'gateway prices check' says which prices to read again."),
        AlertKind.PriceMissing => new(
            "{0} has no price, and money is limited", "{0} has a price", "Write its price under 'models' or in the price book."),
        AlertKind.ModelEnding => new(
            "{0} will end", "the end of {0} is no longer announced", "Move routes and clients to another model before that day."),
        AlertKind.ModelGone => new(
            "{0} is gone", "{0} is there again", "Name another model in routes and clients."),
        AlertKind.Ledger => new(
            "the ledger is behind", "the ledger has caught up", "GET /admin/v1/health shows what it waits for."),
        AlertKind.Disk => new(
            "the disk of {0} is nearly full", "the disk of {0} has room again", "Make room: without it, requests are no longer recorded."),
        AlertKind.Redis => new(
            "Redis cannot be used", "Redis is used again", "Limits follow quotas.whenRedisIsAway until it returns."),
        AlertKind.PriceBook => new(
            "the price book {0} is refused", "the price book {0} is taken", "Mend the named line; until then the last good book holds."),
    };

    private static AlertWords Chinese(AlertKind kind, int level) => kind switch
    {
        AlertKind.Budget => new(
            level < 100 ? "预算已用 {1} %：{0}" : "预算已用尽：{0}", "预算已恢复：{0}", "请提高限额，或等待下一日/月。"),
        AlertKind.Backend => new(
            "后端 {0} 不可用", "后端 {0} 已恢复", "运行 gateway backends 查看其状态。"),
        AlertKind.Tag => new(
            "{0} 没有可用的候选模型", "{0} 已有可用的候选模型", "运行 gateway route explain {0} 查看原因。"),
        AlertKind.Account => new("后端 {0} 的账户余额不足", "后端 {0} 的账户已恢复", "请到服务商处充值。"),
        AlertKind.Credential => new(
            "后端 {0} 拒绝网关的密钥", "后端 {0} 已接受网关的密钥", "请更换配置中指定的密钥。"),
        AlertKind.PriceOld => new(
            "{0} 的价格已过时", "{0} 的价格已更新", "运行 gateway prices check 查看需要更新的价格。"),
        AlertKind.PriceMissing => new("{0} 没有价格，但设有金额限制", "{0} 已有价格", "请在 models 或价格表中写入其价格。"),
        AlertKind.ModelEnding => new("{0} 即将下线", "{0} 不再预告下线", "请在该日期前改用其他模型。"),
        AlertKind.ModelGone => new("{0} 已下线", "{0} 已恢复", "请在路由和客户端中改用其他模型。"),
        AlertKind.Ledger => new("账本写入滞后", "账本已跟上", "GET /admin/v1/health 显示其等待的原因。"),
        AlertKind.Disk => new("{0} 所在磁盘将满", "{0} 所在磁盘已有空间", "请清理空间，否则请求将无法记账。"),
        AlertKind.Redis => new("Redis 不可用", "Redis 已恢复", "恢复之前按 quotas.whenRedisIsAway 执行限额。"),
        AlertKind.PriceBook => new("价格表 {0} 被拒绝", "价格表 {0} 已生效", "请修正所指出的行；在此之前沿用上一份有效的价格表。"),
    };
}
