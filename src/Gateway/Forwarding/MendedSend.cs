using System.Text;
using Gateway.Backends;
using Gateway.Protocol;

namespace Gateway.Forwarding;

/// <summary>
/// Sends an attempt's request, and again without what the gateway added where the backend refuses that: a request that it would have
/// answered does not fail for the gateway's own words. What it refused is remembered, so that it is asked once.
/// </summary>
internal static class MendedSend
{
    private const int MaxErrorBody = 64 * 1024;

    // By which words a refusal is known to be one of an addition.
    private static readonly (Addition Addition, string[] Names)[] Words =
    [
        (Addition.Usage, ["stream_options", "include_usage"]),
        (Addition.Thinking, ["thinking", "reasoning_effort", "chat_template_kwargs"]),
        (Addition.Limit, ["max_tokens"]),
        (Addition.Prefix, ["prefix", "prefill", "continue_final_message", "add_generation_prompt", ":20030", ":20032", ":20033"]),
    ];

    // What servers say that refuse any member they do not know, some without its name.
    private static readonly string[] Unknown =
    [
        "extra field", "extra input", "extra_forbidden", "unknown field", "unknown parameter", "unrecognized", "unsupported parameter",
        "additional properties",
    ];

    public static async ValueTask<HttpResponseMessage> SendAsync(
        HttpRequestMessage message, Exchange exchange, Backend backend, AttemptRecord record, CancellationToken cancellationToken)
    {
        var (model, version) = (record.Candidate.Model, backend.State.Version);
        var known = backend.State.Additions.Of(model, version);
        var without = known;
        while (true)
        {
            var added = AttemptRequest.Prepare(message, exchange, backend, record, without);
            var response = await backend.Client.SendAsync(message, cancellationToken);
            var refused = await RefusedAsync(response, added, cancellationToken);
            if (refused == Addition.None)
            {
                if (without != known && (int)response.StatusCode == StatusCodes.Status200OK)
                {
                    backend.State.Additions.Note(model, without & ~known, version);
                }

                return response;
            }

            // Each turn leaves out more, and there is no more than a handful.
            without |= refused;
            response.Dispose();
        }
    }

    private static async ValueTask<Addition> RefusedAsync(HttpResponseMessage response, Addition added, CancellationToken cancellationToken)
    {
        // A server whose reader of JSON throws may call that its own fault.
        var status = (int)response.StatusCode;
        if (added == Addition.None || status is not (400 or 422 or 500 or 501))
        {
            return Addition.None;
        }

        using var body = await ReadAsync(response, cancellationToken);
        // Read once more by whoever says what the failure was.
        response.Content = new ByteArrayContent(body.Span.ToArray());
        var text = Encoding.UTF8.GetString(body.Span);
        var named = Addition.None;
        foreach (var (addition, names) in Words)
        {
            named |= Says(text, names) ? addition & added : Addition.None;
        }

        return named != Addition.None || status >= 500 || !Says(text, Unknown) ? named : added & ~Addition.Limit;
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
