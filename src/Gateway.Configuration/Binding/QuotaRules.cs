namespace Gateway.Configuration.Binding;

/// <summary>Checks the rules between the keys under <c>quotas</c>.</summary>
internal sealed class QuotaRules(GatewayConfig config, YamlBinder binder)
{
    private readonly QuotasConfig _quotas = config.Quotas;

    public void Check()
    {
        if (_quotas.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            binder.Blame(
                "quotas.timeZone", $"\"{zone}\" is no time zone that this machine knows. Write an IANA name such as Asia/Shanghai.");
        }

        CheckRates();
        var names = new NamedModels(config);
        foreach (var (index, policy) in _quotas.Policies.Index())
        {
            CheckPolicy(policy, $"quotas.policies[{index}]");
            if (policy.Model is { } model && names.WhyNoName(model) is { } fault)
            {
                binder.Blame($"quotas.policies[{index}].model", fault);
            }
        }

        CheckRedis();
        CheckBudgets();
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
                binder.Blame(
                    $"models[{index}].price.currency",
                    $"{price.Currency} has no rate under quotas.exchangeRates, so that no budget could count it.");
            }
        }
    }

    private void CheckRedis()
    {
        if (_quotas.Redis is not { } redis)
        {
            return;
        }

        if (redis.Endpoints.Count == 0)
        {
            binder.Blame("quotas.redis.endpoints", "must name at least one address such as 127.0.0.1:6379.");
        }

        foreach (var (index, endpoint) in redis.Endpoints.Index())
        {
            var port = endpoint.LastIndexOf(':');
            if (port <= 0 || !ushort.TryParse(endpoint.AsSpan(port + 1), out var number) || number == 0 || endpoint.Contains('/'))
            {
                binder.Blame($"quotas.redis.endpoints[{index}]", $"\"{endpoint}\" is no address. Write host:port such as 127.0.0.1:6379.");
            }
        }

        if (redis.Password is { } password && password.Env is null == password.File is null)
        {
            binder.Blame("quotas.redis.password", "must have exactly one of env and file.");
        }
    }

    // Every gateway that counts in Redis corrects those counts from its ledger. A gateway whose ledger only has its own requests would take
    // back the others', and each would spend the budget once.
    private void CheckBudgets()
    {
        if (!config.KeepsNoBudgets)
        {
            return;
        }

        var limits = _quotas.Policies.Index().Select(static p => ($"quotas.policies[{p.Index}]", (QuotaLimitsConfig?)p.Item))
            .Concat(config.Keys.Index().Select(static k => ($"keys[{k.Index}].limits", k.Item.Limits)))
            .Concat(config.Teams.Index().Select(static t => ($"teams[{t.Index}].limits", t.Item.Limits)));
        foreach (var (at, limit) in limits)
        {
            if (limit?.Budget is { } budget)
            {
                binder.Blame($"{at}.{budget}", $"counts in Redis, and {QuotaLimitsConfig.WhyNotShared}");
            }
        }
    }

    private void CheckPolicy(QuotaPolicyConfig policy, string at)
    {
        if (policy.LimitsNothing)
        {
            binder.Blame(at, $"limits nothing. Write at least one of {string.Join(", ", QuotaLimitsConfig.Keys)}.");
        }

        if (policy is { Per: QuotaPer.Everyone, Of: not null })
        {
            binder.Blame(at + ".of", "cannot stand with 'per: everyone'. Write per: key, owner or team.");
        }
    }
}
