using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Telemetry;

/// <summary>Finds the form of lines that .NET's settings ask for.</summary>
/// <param name="text">The settings of the <c>simple</c> form.</param>
/// <param name="json">The settings of the <c>json</c> form.</param>
/// <param name="services">Have the forms of .NET, which are made only where one is asked for.</param>
internal sealed class ConsoleForms(
    IOptionsMonitor<SimpleConsoleFormatterOptions> text, IOptionsMonitor<JsonConsoleFormatterOptions> json, IServiceProvider services)
{
    /// <param name="name">The name of a form; an unknown one means <c>simple</c>.</param>
    /// <param name="time">The clock of the lines.</param>
    public ConsoleForm Of(string? name, TimeProvider time)
    {
        var asJson = json.CurrentValue;
        if (IsNamed(ConsoleFormatterNames.Json, name) && !asJson.IncludeScopes && !asJson.JsonWriterOptions.Indented)
        {
            return new ConsoleJson(asJson, time);
        }

        var asText = text.CurrentValue;
        var other = IsNamed(ConsoleFormatterNames.Simple, name) ? null : Find(name);
        return other is null && asText is { IncludeScopes: false, SingleLine: true }
            ? new ConsoleText(asText, time, IsColored(asText.ColorBehavior))
            : new ConsoleOther(other ?? Find(ConsoleFormatterNames.Simple)!);
    }

    private static bool IsNamed(string form, string? name) => form.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsColored(LoggerColorBehavior behavior) =>
        behavior == LoggerColorBehavior.Enabled || (behavior == LoggerColorBehavior.Default && !Console.IsOutputRedirected);

    private ConsoleFormatter? Find(string? name) => services.GetServices<ConsoleFormatter>().FirstOrDefault(f => IsNamed(f.Name, name));
}
