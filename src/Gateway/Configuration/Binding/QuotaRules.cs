namespace Gateway.Configuration.Binding;

/// <summary>The rules between the keys under <c>quotas</c>.</summary>
internal sealed class QuotaRules(GatewayConfig config, YamlBinder binder)
{
    private readonly QuotasConfig _quotas = config.Quotas;

    public void Check()
    {
        if (_quotas.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            binder.Blame("quotas.timeZone", $"\"{zone}\" is no time zone that this machine knows. Write an IANA name such as Asia/Shanghai.");
        }

        CheckRates();
        foreach (var (index, policy) in _quotas.Policies.Index())
        {
            CheckPolicy(policy, $"quotas.policies[{index}]");
        }

        if (_quotas.Webhook?.Secret is { } secret && secret.Env is null == secret.File is null)
        {
            binder.Blame("quotas.webhook.secret", "must have exactly one of env and file.");
        }
    }

    private void CheckRates()
    {
        var seen = new HashSet<string?> { _quotas.Currency };
        foreach (var (index, rate) in _quotas.ExchangeRates.Index())
        {
            if (!seen.Add(rate.Currency))
            {
                binder.Blame($"quotas.exchangeRates[{index}].currency", $"{rate.Currency} has its rate already.");
            }
        }

        if (!_quotas.Policies.Any(static p => p.LimitsMoney))
        {
            return;
        }

        foreach (var (index, model) in config.Models.Index())
        {
            if (model.Price is { } price && !seen.Contains(price.Currency))
            {
                binder.Blame($"models[{index}].price.currency", $"{price.Currency} has no rate under quotas.exchangeRates, so that no budget could count it.");
            }
        }
    }

    private void CheckPolicy(QuotaPolicyConfig policy, string at)
    {
        if (policy.LimitsNothing)
        {
            binder.Blame(at, "limits nothing. Write at least one of requestsPerMinute, tokensPerMinute, concurrent, tokensPerDay, tokensPerMonth, moneyPerDay, moneyPerMonth.");
        }

        if (policy is { Per: QuotaPer.Everyone, Of: not null })
        {
            binder.Blame(at + ".of", "cannot stand with 'per: everyone'. Write per: key, owner or team.");
        }
    }
}
