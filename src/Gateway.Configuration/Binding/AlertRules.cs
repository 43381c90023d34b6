namespace Gateway.Configuration.Binding;

/// <summary>Checks the rules between the keys under <c>alerts</c>.</summary>
internal sealed class AlertRules(GatewayConfig config, YamlBinder binder)
{
    public void Check()
    {
        foreach (var (index, target) in config.Alerts.Targets.Index())
        {
            var at = $"alerts.targets[{index}]";
            CheckSecret(target.Url, at + ".url");
            CheckSecret(target.Secret, at + ".secret");
            if (target.Secret is not null && !Signs(target.Kind))
            {
                binder.Blame(at + ".secret", $"is of no use: {ScalarParser.Format(target.Kind)} signs nothing. Its address is its secret.");
            }
        }
    }

    private static bool Signs(AlertTargetKind kind) => kind switch
    {
        AlertTargetKind.Feishu or AlertTargetKind.DingTalk or AlertTargetKind.Webhook => true,
        AlertTargetKind.WeCom or AlertTargetKind.Slack => false,
    };

    private void CheckSecret(SecretConfig? secret, string path)
    {
        if (secret is not null && secret.Env is null == secret.File is null)
        {
            binder.Blame(path, "must have exactly one of env and file.");
        }
    }
}
