using Gateway.Attempts;
using Gateway.Tests.Wire.Heads;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Attempts;

/// <summary>An attempt that was sent, and a response of its backend that is to be judged.</summary>
internal sealed class AnswerRig : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public AnswerRig(bool isStreamed)
    {
        Request = new AttemptRig(new AttemptSetup { Body = isStreamed ? HeadCases.With("\"stream\":true") : HeadCases.Minimal }, "a/m");
        Record = new AttemptRecord(Request.Context, Request.BackendOf(0), Request[0]);
        Scope = new AttemptScope(Request.Time, Limit, Request.Client, Request.Drain.Over) { HasResponse = true };
    }

    public AttemptRig Request { get; }

    public AttemptRecord Record { get; }

    public AttemptScope Scope { get; }

    /// <summary>Reads a whole answer.</summary>
    /// <returns>Why it is none; and otherwise what the client gets.</returns>
    public async Task<(BadAnswer? Fault, string? Answer)> WholeAsync(string body, string? type = Replies.Json)
    {
        using var response = Replies.Response(200, body, type);
        var fault = await WholeAnswer.ReadAsync(Request.Context, Record, response, Scope);
        return (fault, fault is null ? await response.Content.ReadAsStringAsync() : null);
    }

    /// <summary>Reads what was to be a stream and is not labelled as one.</summary>
    public async Task<(BadAnswer? Fault, string? Answer)> UnlabelledAsync(string body, string? type)
    {
        using var response = Replies.Response(200, body, type);
        var fault = await UnlabelledAnswer.BeginAsync(Request.Context, Record, response, Scope, Limit);
        return (fault, fault is null ? await response.Content.ReadAsStringAsync() : null);
    }

    /// <summary>Reads a stream up to its first event.</summary>
    public async Task<BadAnswer?> StreamedAsync(Stream stream)
    {
        using var response = new HttpResponseMessage { Content = new StreamContent(stream) };
        var streamed = new StreamedAnswer(Request.Context, Record, response, Scope);
        return streamed.Judge(await streamed.BeginsAsync(), Limit);
    }

    public void Dispose()
    {
        Scope.Dispose();
        Request.Dispose();
    }
}
