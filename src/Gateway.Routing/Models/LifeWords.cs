namespace Gateway.Routing.Models;

/// <summary>Describes the announced end or redirect of a model in words.</summary>
public static class LifeWords
{
    /// <summary>The table's word for a change.</summary>
    /// <param name="change">The change.</param>
    public static string Change(LifeChange change) => change switch
    {
        LifeChange.Ended => "ended",
        LifeChange.Redirected => "redirected",
    };

    /// <summary>Says what happens to a name, when, and what to use instead.</summary>
    /// <param name="life">The end or redirect.</param>
    /// <param name="now">The moment at which it is said.</param>
    public static string Sentence(ModelLife life, DateTimeOffset now) => life.Change switch
    {
        LifeChange.Ended => $"{life.List} {(life.IsOver(now) ? "ended" : "ends")} '{life.Id}' on {life.Day}.{Use(life)}",
        LifeChange.Redirected when life.IsOver(now) =>
            $"{life.List} answers '{life.Id}' with {life.To} since {life.Day}, and bills that.{Instead(life)}",
        LifeChange.Redirected =>
            $"{life.List} will answer '{life.Id}' with {life.To} from {life.Day} on, and bill that.{Instead(life)}",
    };

    private static string Use(ModelLife life) => life.Successor is { } to ? $" Use {to} instead." : " It names no successor.";

    // The model that answers may have ended since.
    private static string Instead(ModelLife life) =>
        life.Successor is null ? $" {life.To} has ended since, without a successor."
        : life.Successor == life.To ? $" Ask for {life.To}."
        : $" That has gone on to {life.Successor}: ask for that.";
}
