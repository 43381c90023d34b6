using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Configuration;

namespace Gateway.Cli;

/// <summary>Command-line options that become fields of a body, with the same names as in the configuration.</summary>
internal sealed class BodyOptions
{
    private readonly List<(string Field, Option Option, Action<Utf8JsonWriter, ParseResult> Write)> _options = [];

    public BodyOptions Text(string field, string name, string description)
    {
        var option = new Option<string?>(name) { Description = description };
        _options.Add(
            (field, option, (json, parsed) => json.WriteString(field, parsed.GetValue(option) is { Length: > 0 } text ? text : null)));
        return this;
    }

    public BodyOptions Flag(string field, string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        _options.Add((field, option, (json, parsed) => json.WriteBoolean(field, parsed.GetValue(option))));
        return this;
    }

    public BodyOptions List(string field, string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description + " Several: separated by commas." };
        _options.Add((field, option, (json, parsed) =>
        {
            json.WriteStartArray(field);
            foreach (var item in (parsed.GetValue(option) ?? []).SelectMany(
                static v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            {
                json.WriteStringValue(item);
            }

            json.WriteEndArray();
        }
        ));
        return this;
    }

    public BodyOptions Limits()
    {
        var keys = QuotaLimitsConfig.Keys;
        var option = new Option<string[]>("--limit")
        {
            Description = $"How much may be used, as {keys[0]}=60; also {string.Join(", ", keys.Skip(1))}. "
                + "Repeat it for several; those that are not named are not limited.",
        };
        option.Validators.Add(static result =>
        {
            if (result.Tokens.FirstOrDefault(
                static t => !t.Value.Contains('=')
                    || (Value(t.Value).Length > 0
                        && !decimal.TryParse(
                            Value(t.Value), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))) is { } wrong)
            {
                result.AddError($"'{wrong.Value}' is no limit. Write one such as requestsPerMinute=60.");
            }
        });
        _options.Add(("limits", option, (json, parsed) =>
        {
            json.WriteStartObject("limits");
            foreach (var limit in parsed.GetValue(option) ?? [])
            {
                json.WritePropertyName(limit[..limit.IndexOf('=', StringComparison.Ordinal)]);
                json.WriteRawValue(Value(limit) is { Length: > 0 } value ? value : "null");
            }

            json.WriteEndObject();
        }
        ));
        return this;
    }

    public void AddTo(Command command) => _options.ForEach(o => command.Options.Add(o.Option));

    /// <summary>Writes a body from the given options, and a name if there is one.</summary>
    public byte[] Write(ParseResult parsed, string? name = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (name is not null)
            {
                json.WriteString("name"u8, name);
            }

            foreach (var (_, option, write) in _options)
            {
                if (parsed.GetResult(option) is { Implicit: false })
                {
                    write(json, parsed);
                }
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Value(string limit) => limit[(limit.IndexOf('=', StringComparison.Ordinal) + 1)..];
}
