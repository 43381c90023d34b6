using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Attempts;

/// <summary>What one backend answers to one send.</summary>
/// <param name="gone">Cancelled when nobody waits for it any more.</param>
internal delegate Task<HttpResponseMessage> Reply(CancellationToken gone);

/// <summary>Backends that say what a test has them say, without a socket, and keep what they were sent.</summary>
internal sealed partial class ScriptedBackends
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Reply>> _replies = new();
    private readonly ConcurrentQueue<(string Candidate, string Body)> _sent = new();

    /// <summary>Who was sent the request, in order, as <c>backend/model</c>.</summary>
    public string Sent => string.Join(' ', _sent.Select(s => s.Candidate));

    /// <summary>What each was sent.</summary>
    public IReadOnlyList<string> Bodies => [.. _sent.Select(s => s.Body)];

    /// <summary>What a candidate answers, send for send. The last stands for all that follow.</summary>
    public void Script(string candidate, params Reply[] replies) => _replies[candidate] = new ConcurrentQueue<Reply>(replies);

    public HttpMessageInvoker For(string backend) => new(new Handler(this, backend));

    private Task<HttpResponseMessage> AnswerAsync(string candidate, string body, CancellationToken gone)
    {
        _sent.Enqueue((candidate, body));
        var replies = _replies[candidate];
        Assert.True(replies.Count > 1 ? replies.TryDequeue(out var reply) : replies.TryPeek(out reply), $"{candidate} has nothing to say.");
        return reply!(gone);
    }

    private sealed class Handler(ScriptedBackends all, string backend) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return await all.AnswerAsync($"{backend}/{Model().Match(body).Groups[1].Value}", body, cancellationToken);
        }
    }

    [GeneratedRegex("\"model\":\"([^\"]*)\"")]
    private static partial Regex Model();
}
