using System.Collections.Concurrent;
using Gateway.Routing.Models;
using Gateway.Telemetry.Notices;

namespace Gateway.Runtime;

/// <summary>
/// Tells the operator when a model in use is about to end, has ended, is no longer listed, or is answered by another model. Each is told
/// once, with the model to use instead, and once more when it is over.
/// </summary>
internal sealed partial class LifeNews(INotices notices, TimeProvider time, ILogger<LifeNews> logger)
{
    /// <summary>How long before a model's end the operator is told.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(30);

    private readonly OpenNotices _ending = new(NoticeKind.ModelEnding);
    private readonly OpenNotices _gone = new(NoticeKind.ModelGone);

    // What was listed at some time and in use: a name that was never there is a mistake of the configuration, and told as that.
    private readonly Dictionary<(string Backend, string Model), ModelCard> _seen = [];
    private readonly ConcurrentDictionary<(string Backend, string Model), string> _answeredBy = new();

    /// <summary>The announced ends and redirects of models in use that have happened or will soon.</summary>
    public static IEnumerable<(ModelCard Card, ModelLife Life)> Ending(IEnumerable<ModelCard> cards, DateTimeOffset now) =>
        cards.Where(c => c.Life is { } life && life.On <= now + Ahead).Select(static c => (c, c.Life!));

    /// <summary>Checks the models in use, after the backends were asked. For one thread at a time.</summary>
    public void Tell(GatewaySnapshot snapshot)
    {
        var now = time.GetUtcNow();
        var used = ModelsInUse.Of(snapshot);
        foreach (var card in used.Where(static c => c.IsListed))
        {
            _seen[(card.Backend, card.Model)] = card;
        }

        var named = ModelsInUse.FormerlyNamed(snapshot);
        var ending = Ending(used, now).Select(f => ($"{f.Card.Backend}/{f.Card.Model}", LifeWords.Sentence(f.Life, now)))
            .Concat(named.Select(n => ($"{n.Backend}/{n.Life.Id}", LifeWords.Sentence(n.Life, now))))
            .Concat(_answeredBy.Select(static a => (
                $"{a.Key.Backend}/{a.Key.Model}",
                $"The backend '{a.Key.Backend}' answers '{a.Key.Model}' with {a.Value} and bills that. Ask for {a.Value}.")));
        Tell(_ending.Take(ending), Log.Ending);
        Tell(_gone.Take(Gone(snapshot, now)), Log.Gone);
    }

    /// <summary>Notes that an answer named another model than the one that was asked. Any thread may do so.</summary>
    public void Answered(string backend, string model, string other) => _answeredBy[(backend, model)] = other;

    // Only of backends that answer: one that is away still has its models.
    private IEnumerable<(string Subject, string Text)> Gone(GatewaySnapshot snapshot, DateTimeOffset now)
    {
        foreach (var (key, card) in _seen)
        {
            if (!snapshot.Backends.TryGetValue(key.Backend, out var backend) || backend.State is not { Problem: null, Facts: { } facts })
            {
                continue;
            }

            if (!facts.Any(f => f.Model.Equals(key.Model, StringComparison.OrdinalIgnoreCase)))
            {
                yield return (
                    $"{key.Backend}/{key.Model}", $"The backend '{key.Backend}' no longer lists '{key.Model}'. {Next(card, now)}");
            }
        }
    }

    private static string Next(ModelCard card, DateTimeOffset now) => card.Life is { } life
        ? LifeWords.Sentence(life, now)
        : "Routes go on with their other candidates, and tags with what is listed now.";

    private void Tell(IReadOnlyList<Notice> news, Action<ILogger, LogLevel, string> log)
    {
        foreach (var notice in news)
        {
            log(logger, notice.IsResolved ? LogLevel.Information : LogLevel.Warning, (notice.IsResolved ? "Over: " : "") + notice.Text);
            notices.Tell(notice);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2540, Message = "{WhatEnds}")]
        public static partial void Ending(ILogger logger, LogLevel level, string whatEnds);

        [LoggerMessage(EventId = 2541, Message = "{WhatIsGone}")]
        public static partial void Gone(ILogger logger, LogLevel level, string whatIsGone);
    }
}
