using System.Text;
using Gateway.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Telemetry;

/// <summary>The lines are those of .NET's own forms, byte by byte, in both forms that the gateway renders itself.</summary>
public sealed partial class ConsoleFormsTests
{
    [Theory]
    [InlineData("simple")]
    [InlineData("json")]
    [InlineData("unheard-of")]
    public void Line_IsTheOneOfDotNet(string form)
    {
        using var services = Services(form);
        var formatter = services.GetServices<ConsoleFormatter>().Single(f => f.Name == (form == "json" ? form : "simple"));
        var log = new BothForms(formatter, services.GetRequiredService<ConsoleForms>().Of(form, TimeProvider.System));
        Write(log);
        Assert.Equal(14, log.Own.Count);
        Assert.Equal(log.OfDotNet, log.Own);
    }

    [Theory]
    [InlineData("systemd", "<6>at a[0] => scope said 1")]
    [InlineData("simple", "at info: a[0]\n      => scope\n      said 1")]
    [InlineData("json", "\"Scopes\":[")]
    public void Form_WithScopes_IsWrittenByDotNetItself(string form, string expected)
    {
        using var services = Services(form, static text => text.SingleLine = false, scopes: true);
        var own = services.GetRequiredService<ConsoleForms>().Of(form, TimeProvider.System);
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push("scope");
        var line = new LineBuffer();
        own.Write(new LogEntry<int>(LogLevel.Information, "a", 0, 1, null, static (n, _) => $"said {n}"), scopes, line);
        Assert.Contains(expected, Encoding.UTF8.GetString(line.Written), StringComparison.Ordinal);
    }

    // What a backend or a client sent may be in a message. It begins no line of its own, and moves no cursor.
    [Theory]
    [InlineData("a\nwarn: forged[1] b", "a warn: forged[1] b")]
    [InlineData("a\r\u001b[2Jb", "a  [2Jb")]
    [InlineData("a\u0085b\tc", "a b\tc")]
    public void Message_StaysOnItsLine(string message, string expected)
    {
        using var services = Services("simple");
        var line = new LineBuffer();
        services.GetRequiredService<ConsoleForms>().Of("simple", TimeProvider.System).Write(
            new LogEntry<string>(LogLevel.Information, "a", 7, message, null, static (m, _) => m), null, line);
        Assert.Equal($"at info: a[7] {expected}\n", Encoding.UTF8.GetString(line.Written));
    }

    [Fact]
    public void Line_HasItsTimeInUtc_AndItsLevelInColor_WhereATerminalAsks()
    {
        using var services = Services(
            "simple",
            static text => (text.ColorBehavior, text.TimestampFormat) = (LoggerColorBehavior.Enabled, "yyyy-MM-ddTHH:mm:ss.fffZ "));
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 0, 0, 0, 5, TimeSpan.Zero));
        var line = new LineBuffer();
        services.GetRequiredService<ConsoleForms>().Of("simple", time).Write(
            new LogEntry<int>(LogLevel.Warning, "a", 7, 1, null, static (_, _) => "视"), null, line);
        Assert.Equal(
            "2026-12-01T00:00:00.005Z \e[40m\e[1m\e[33mwarn\e[39m\e[22m\e[49m: a[7] 视\n", Encoding.UTF8.GetString(line.Written));
    }

#pragma warning disable CA1848, CA1873, CA2254 // As a library may log.
    private static void Write(ILogger log)
    {
        foreach (var level in Enum.GetValues<LogLevel>().Where(static l => l != LogLevel.None))
        {
            Log.Said(log, level, "视 \"quoted\" <b>", 1, null, true, 1.5, Guid.Empty);
        }

        log.Log(LogLevel.Warning, new EventId(7, "Named"), "no fields", null, static (s, _) => s);
        log.Log(LogLevel.Warning, 8, 5, null, static (_, _) => "a number");
        log.Log(LogLevel.Error, 9, "with", Fault(), static (s, _) => s);
        log.Log<IEnumerable<KeyValuePair<string, object?>>>(
            LogLevel.Debug, 10, new Queue<KeyValuePair<string, object?>>([new("a", 1L)]), null, static (_, _) => "no list");
        log.LogDebug("{A} {B} {C} {D} {E} {F} {G}", 1L, 2m, 'd', ulong.MaxValue, 1f, (byte)1, DateTimeOffset.UnixEpoch);
        log.Log(LogLevel.Information, 11, "never said", null, static (_, _) => null!);
        log.Log(LogLevel.Information, 12, "", null, static (s, _) => s);
        log.Log(LogLevel.Information, 13, new string('x', 100_000), null, static (s, _) => s);
        log.Log(LogLevel.Information, 14, "short after long", null, static (s, _) => s);
    }
#pragma warning restore CA1848, CA1873, CA2254

    private static InvalidOperationException Fault()
    {
        try
        {
            throw new InvalidOperationException("Two\nlines");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private static ServiceProvider Services(string form, Action<SimpleConsoleFormatterOptions>? change = null, bool scopes = false)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("Logging:Console:FormatterName", form), new("Logging:Console:FormatterOptions:IncludeScopes", $"{scopes}"),
                new("Logging:Console:FormatterOptions:TimestampFormat", "'at' "),
            ]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddLogging(
            logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddGatewayLogging(configuration));
        services.PostConfigure<JsonConsoleFormatterOptions>(static json => json.TimestampFormat = "'at' ");
        services.PostConfigure<SimpleConsoleFormatterOptions>(text =>
        {
            (text.TimestampFormat, text.ColorBehavior) = ("'at' ", LoggerColorBehavior.Disabled);
            change?.Invoke(text);
        });
        return services.BuildServiceProvider();
    }

    private sealed class BothForms(ConsoleFormatter formatter, ConsoleForm form) : ILogger
    {
        private readonly LineBuffer _line = new();

        public List<string> OfDotNet { get; } = [];

        public List<string> Own { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter1)
        {
            var entry = new LogEntry<TState>(logLevel, "Category", eventId, state, exception, formatter1);
            using var writer = new StringWriter();
            formatter.Write(entry, null, writer);
            form.Write(entry, null, _line);
            if (_line.Written.Length > 0 || writer.GetStringBuilder().Length > 0)
            {
                OfDotNet.Add(writer.ToString());
                Own.Add(Encoding.UTF8.GetString(_line.Written));
            }

            _line.Clear();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 9999, Message = "{Text} {Number} {Nothing} {Yes} {Share:0.00} {Id}")]
        public static partial void Said(
            ILogger logger, LogLevel level, string text, int number, int? nothing, bool yes, double share, Guid id);
    }
}
