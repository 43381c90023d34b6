using System.Collections.Concurrent;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Served;

/// <summary>
/// Counts what is served. Each count is raised before the bytes that show it are sent, so a client that has read an answer finds
/// it counted.
/// </summary>
internal sealed class Counters
{
    private readonly ConcurrentDictionary<(string Model, string? User), Share> _shares = new();
    private long _requests;
    private long _answers;
    private long _chunks;
    private long _completionTokens;
    private long _promptTokens;
    private long _clientsGone;
    private long _failures;
    private long _running;
    private long _mostAtOnce;

    public ServedCounts Snapshot() => new()
    {
        Requests = Interlocked.Read(ref _requests),
        Answers = Interlocked.Read(ref _answers),
        Chunks = Interlocked.Read(ref _chunks),
        CompletionTokens = Interlocked.Read(ref _completionTokens),
        PromptTokens = Interlocked.Read(ref _promptTokens),
        ClientsGone = Interlocked.Read(ref _clientsGone),
        Failures = Interlocked.Read(ref _failures),
        MostAtOnce = Interlocked.Read(ref _mostAtOnce),
    };

    public IReadOnlyList<ServedShare> Shares() => [.. _shares.Select(static s =>
        new ServedShare(s.Key.Model, s.Key.User, Interlocked.Read(ref s.Value.Prompt), Interlocked.Read(ref s.Value.Completion))
        {
            GoodPromptTokens = Interlocked.Read(ref s.Value.GoodPrompt),
            GoodCompletionTokens = Interlocked.Read(ref s.Value.GoodCompletion),
        })];

    public long Request()
    {
        var running = Interlocked.Increment(ref _running);
        for (var most = Interlocked.Read(ref _mostAtOnce); running > most; most = Interlocked.Read(ref _mostAtOnce))
        {
            Interlocked.CompareExchange(ref _mostAtOnce, running, most);
        }

        return Interlocked.Increment(ref _requests);
    }

    public void RequestEnded() => Interlocked.Decrement(ref _running);

    /// <summary>Counts an answer that reached its regular end.</summary>
    /// <param name="request">The request it answers.</param>
    /// <param name="usage">Its tokens.</param>
    /// <param name="isGood">True when nothing was wrong with it.</param>
    public void Answer(ChatRequest request, Usage usage, bool isGood)
    {
        Interlocked.Increment(ref _answers);
        if (isGood)
        {
            Interlocked.Add(ref ShareOf(request).GoodPrompt, usage.Prompt);
            Interlocked.Add(ref ShareOf(request).GoodCompletion, usage.Completion);
        }
    }

    public void Chunk() => Interlocked.Increment(ref _chunks);

    public void Completion(ChatRequest request, int tokens)
    {
        Interlocked.Add(ref _completionTokens, tokens);
        Interlocked.Add(ref ShareOf(request).Completion, tokens);
    }

    public void Prompt(ChatRequest request, int tokens)
    {
        Interlocked.Add(ref _promptTokens, tokens);
        Interlocked.Add(ref ShareOf(request).Prompt, tokens);
    }

    public void ClientGone() => Interlocked.Increment(ref _clientsGone);

    public void Failed(bool hasFailed) => Interlocked.Add(ref _failures, hasFailed ? 1 : 0);

    public void Failure() => Interlocked.Increment(ref _failures);

    private Share ShareOf(ChatRequest request) => _shares.GetOrAdd((request.Model!, request.User), static _ => new Share());

    private sealed class Share
    {
        public long Prompt;
        public long Completion;
        public long GoodPrompt;
        public long GoodCompletion;
    }
}
