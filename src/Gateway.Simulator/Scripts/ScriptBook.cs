using System.Collections.Concurrent;
using System.Text.Json;

namespace Gateway.Simulator.Scripts;

/// <summary>The scripts of one backend's models, with the failures that each has left.</summary>
internal sealed class ScriptBook(ErrorNames errors)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public void Set(string model, ModelScript script)
    {
        ScriptCheck.Check(script, errors);
        _entries[model] = new Entry(script);
    }

    public void Clear(string model) => _entries.TryRemove(model, out _);

    /// <summary>The error that the model's next request would get, unless the request says otherwise.</summary>
    public string? ErrorOf(string model) =>
        _entries.TryGetValue(model, out var entry) && !(entry.Failed >= entry.Script.ErrorTimes) ? entry.Script.Error : null;

    /// <summary>The script of one request: the model's, overlaid with the request's, without failures that are used up.</summary>
    public ModelScript For(string model, JsonElement? overlay)
    {
        var entry = _entries.GetOrAdd(model, static _ => new Entry(new ModelScript()));
        var script = entry.Script;
        if (overlay is { } json)
        {
            script = ScriptJson.Overlay(script, json);
            ScriptCheck.Check(script, errors);
        }
        return script.ErrorTimes is { } times && Fails(script) && Interlocked.Increment(ref entry.Failed) > times
            ? script with { Error = null, ErrorStatus = null, EmptyBody200 = false, HtmlInsteadOfAnswer = false, Fail = FailureMode.None }
            : script;
    }

    private static bool Fails(ModelScript script) =>
        script.Error is not null
        || script.ErrorStatus is not null
        || script.EmptyBody200
        || script.HtmlInsteadOfAnswer
        || script.Fail != FailureMode.None;

    private sealed class Entry(ModelScript script)
    {
        public int Failed;

        public ModelScript Script { get; } = script;
    }
}
