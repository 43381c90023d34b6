using System.Collections;
using System.Text.RegularExpressions;
using Gateway.Configuration.Fields;
using Gateway.Routing.Names;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gateway.Configuration.Binding;

/// <summary>
/// Binds a YAML document to the configuration's records, and notes every mistake with its line instead of stopping at the first.
/// </summary>
internal sealed class YamlBinder
{
    private readonly List<ConfigMistake> _mistakes = [];
    private readonly Dictionary<string, int> _lines = [];

    public IReadOnlyList<ConfigMistake> Mistakes => _mistakes;

    public GatewayConfig Bind(YamlNode root) =>
        Bind(root, typeof(GatewayConfig), "") as GatewayConfig ?? new GatewayConfig();

    /// <summary>Notes a mistake at a key, or at the nearest key above it that is present.</summary>
    public void Blame(string path, string message)
    {
        var at = path;
        int line;
        while (!_lines.TryGetValue(at, out line) && at.Length > 0)
        {
            at = at[..Math.Max(0, at.LastIndexOfAny(['.', '[']))];
        }

        _mistakes.Add(new ConfigMistake(line, path, message));
    }

    private object? Bind(YamlNode node, Type type, string path)
    {
        _lines.TryAdd(path, (int)node.Start.Line);
        if (type.IsGenericType)
        {
            return BindList(node, type.GetGenericArguments()[0], path);
        }

        return type.IsClass && type != typeof(string) ? BindObject(node, type, path) : BindScalar(node, type, path);
    }

    private object? BindScalar(YamlNode node, Type type, string path)
    {
        if (node is YamlScalarNode { Value: { } text } scalar && !IsNull(scalar))
        {
            var value = ScalarParser.Parse(text, type);
            if (value is not null)
            {
                return value;
            }

            var nearest = type.IsEnum ? NearestNames.Find(text, ScalarParser.NamesOf(type)) : [];
            Blame(path, $"\"{text}\" is not {ScalarParser.Wanted(type)}.{Suggest(nearest)}");
            return null;
        }

        Blame(path, $"must be {ScalarParser.Wanted(type)}.");
        return null;
    }

    private IList? BindList(YamlNode node, Type itemType, string path)
    {
        if (node is not YamlSequenceNode sequence)
        {
            Blame(path, "must be a list: each item on a line of its own that begins with '- '.");
            return null;
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
        var index = 0;
        foreach (var item in sequence)
        {
            if (Bind(item, itemType, $"{path}[{index++}]") is { } value)
            {
                list.Add(value);
            }
        }

        return list;
    }

    private object? BindObject(YamlNode node, Type type, string path)
    {
        if (node is not YamlMappingNode mapping)
        {
            // The value may itself be a secret, so it is not repeated.
            Blame(path, type == typeof(SecretConfig)
                ? "must say where the secret stands, { env: NAME } or { file: path }; the secret itself does not belong in this file."
                : "must be a group of keys.");
            return null;
        }

        var target = Activator.CreateInstance(type)!;
        var properties = ConfigProperty.Of(type);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (keyNode, valueNode) in mapping)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            var at = path.Length == 0 ? key : $"{path}.{key}";
            _lines[at] = (int)keyNode.Start.Line;
            var property = properties.FirstOrDefault(p => p.Key == key);
            if (property is null)
            {
                Blame(at, $"is no key here.{Suggest(NearestNames.Find(key, properties.Select(p => p.Key)))}");
            }
            else
            {
                seen.Add(key);
                BindProperty(target, property, valueNode, at);
            }
        }

        foreach (var missing in properties.Where(p => p.IsRequired && !seen.Contains(p.Key)))
        {
            Blame(path.Length == 0 ? missing.Key : $"{path}.{missing.Key}", "is missing.");
        }

        return target;
    }

    private void BindProperty(object target, ConfigProperty property, YamlNode node, string path)
    {
        // An empty key keeps its default: people comment out a list's items and leave its name.
        if (node is YamlScalarNode scalar && IsNull(scalar) && !property.IsRequired)
        {
            return;
        }

        if (Bind(node, property.Type, path) is { } value)
        {
            Check(property, value, path);
            property.Set(target, value);
        }
    }

    private void Check(ConfigProperty property, object value, string path)
    {
        if (property.Within is { } within)
        {
            var comparable = (IComparable)value;
            if (comparable.CompareTo(ScalarParser.Parse(within.Min, property.Type)) < 0
                || comparable.CompareTo(ScalarParser.Parse(within.Max, property.Type)) > 0)
            {
                Blame(path, $"{ScalarParser.Format(value)} is not between {within.Min} and {within.Max}.");
            }
        }

        // `$` also matches before a final line break, which a YAML block text has.
        if (property.Matches is { } matches && (((string)value).Contains('\n') || !Regex.IsMatch((string)value, matches.Pattern)))
        {
            Blame(path, matches.IsSecret ? $"is not {matches.Wanted}." : $"\"{value}\" is not {matches.Wanted}.");
        }
    }

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";

    private static string Suggest(IReadOnlyList<string> nearest) =>
        nearest.Count > 0 ? $" Did you mean \"{nearest[0]}\"?" : "";
}
