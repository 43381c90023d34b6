using System.Text;
using Gateway.Backends;
using Gateway.Backends.Failures;
using Gateway.Backends.Mends;
using Gateway.Wire.Bytes;

namespace Gateway.Attempts;

/// <summary>
/// Sends an attempt's request, and sends it again without the gateway's additions if the backend refuses those. A request must not fail
/// because of the gateway's own words. The refusal is remembered, so that it happens once.
/// </summary>
internal sealed class MendedSend(HttpRequestMessage message, AttemptContext context, Backend backend, AttemptRecord record)
{
    private const int MaxErrorBody = 64 * 1024;

    // The words by which a refusal is known to be about an addition.
    private static readonly (Addition Addition, string[] Names)[] Words =
    [
        (Addition.Usage, ["stream_options", "include_usage"]),
        (Addition.Thinking, ["thinking", "reasoning_effort", "chat_template_kwargs"]),
        (Addition.Limit, ["max_tokens"]),
        (Addition.Tools, [.. BlamingWords.OfNoTools]),
        (Addition.Prefix, ["prefix", "prefill", "continue_final_message", "add_generation_prompt", ":20030", ":20032", ":20033"]),
    ];

    // Words of servers that refuse any unknown member, some without naming it.
    private static readonly string[] Unknown =
    [
        "extra field", "extra input", "extra_forbidden", "unknown field", "unknown parameter", "unrecognized", "unsupported parameter",
        "additional properties",
    ];

    private readonly Addition _known = backend.State.Additions.Of(record.Candidate.Model, backend.State.Version);
    private Addition _without;
    private Addition _added;

    /// <summary>Prepares the message in the form the backend takes, as far as is known.</summary>
    public HttpRequestMessage Prepare()
    {
        _without |= _known;
        _added = AttemptRequest.Prepare(message, context, backend, record, _without);
        return message;
    }

    /// <summary>
    /// True when a response may refuse the gateway's additions. A server whose JSON reader throws may call it a fault of its own.
    /// </summary>
    public bool MayBeRefused(HttpResponseMessage response) =>
        _added != Addition.None && (int)response.StatusCode is 400 or 422 or 500 or 501;

    /// <summary>Sends it again without what was refused, as long as something was.</summary>
    /// <returns>The final response.</returns>
    public async ValueTask<HttpResponseMessage> AgainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // Each round leaves out more, and there are only a handful of additions.
        while (MayBeRefused(response) && await RefusedAsync(response, _added, cancellationToken) is var refused and not Addition.None)
        {
            _without |= refused;
            response.Dispose();
            response = await backend.Client.SendAsync(Prepare(), cancellationToken);
        }

        if (_without != _known && (int)response.StatusCode == StatusCodes.Status200OK)
        {
            backend.State.Additions.Note(record.Candidate.Model, _without & ~_known, backend.State.Version);
        }

        return response;
    }

    private static async ValueTask<Addition> RefusedAsync(HttpResponseMessage response, Addition added, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        using var body = await ReadAsync(response, cancellationToken);
        // The failure's message is read from it again.
        response.Content = new ByteArrayContent(body.Span.ToArray());
        var text = Encoding.UTF8.GetString(body.Span);
        var named = Addition.None;
        foreach (var (addition, names) in Words)
        {
            named |= Says(text, names) ? addition & added : Addition.None;
        }

        return named != Addition.None || status >= 500 || !Says(text, Unknown) ? named : added & ~(Addition.Limit | Addition.Tools);
    }

    private static async ValueTask<PooledBuffer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return (await BodyReader.ReadAsync(response.Content, MaxErrorBody, cancellationToken)).Body;
        }
        catch
        {
            // Nobody else knows of it yet.
            response.Dispose();
            throw;
        }
    }

    private static bool Says(string text, string[] words) =>
        Array.Exists(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
