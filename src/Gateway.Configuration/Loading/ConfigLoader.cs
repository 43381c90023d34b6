using Gateway.Configuration.Binding;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gateway.Configuration.Loading;

/// <summary>Reads a configuration, whole or not at all.</summary>
internal static class ConfigLoader
{
    public static ConfigResult Load(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return Bind(stream);
        }
        catch (YamlException e)
        {
            // Its message repeats the position and may quote the text; only the reason is wanted.
            var reason = (e.InnerException ?? e).Message;
            return new ConfigResult(null, [new ConfigMistake((int)e.Start.Line, "", $"is not valid YAML: {reason}")]);
        }
    }

    private static ConfigResult Bind(YamlStream stream)
    {
        if (stream.Documents.Count == 0)
        {
            return new ConfigResult(new GatewayConfig(), []);
        }

        var binder = new YamlBinder();
        var config = binder.Bind(stream.Documents[0].RootNode);
        new ConfigValidator(config, binder).Validate();
        return binder.Mistakes.Count == 0
            ? new ConfigResult(config, [])
            : new ConfigResult(null, [.. binder.Mistakes.OrderBy(m => m.Line)]);
    }
}
