using System.Collections.Immutable;
using Gateway.Routing.Models;
using Gateway.Routing.Selection;

namespace Gateway.Routing.Routes;

/// <summary>
/// The rule from a requested name to candidate models. Holds every candidate that the name could mean; which of them can serve a
/// request, and in which order, <see cref="Selector"/> says.
/// </summary>
public sealed class Route
{
    private readonly PlanBook _plans;
    private string? _countedAs;

    internal Route(RouteTable table, string name, RouteKind kind, ImmutableArray<Candidate> candidates)
    {
        (Table, Name, BareName, Kind, Candidates) = (table, name, name, kind, candidates);
        _plans = new PlanBook(this);
    }

    /// <summary>The name a client writes in <c>model</c>, in the spelling of whoever defined it.</summary>
    public string Name { get; }

    /// <summary>The name without the wishes behind it.</summary>
    public string BareName { get; private init; }

    /// <summary>
    /// Other names that lead here and mean the same: aliases of the operator's or of a backend, a model's name without the tag <c>latest</c>.
    /// </summary>
    public ImmutableArray<string> OtherNames { get; internal set; } = [];

    /// <summary>What the name stands for.</summary>
    public RouteKind Kind { get; }

    /// <summary>Every candidate behind the name that the caller may reach, in no order but the listed one.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>Those of <see cref="Candidates"/> that serve the plainest request; for other types than chat, all of them.</summary>
    public ImmutableArray<Candidate> Usable => Type == ModelType.Chat ? PlanOf(Stage.Own, Purpose.Chat, Demand.None).Ordered : Candidates;

    /// <summary>The tags that every candidate must have.</summary>
    public Tag Tags { get; init; }

    /// <summary>What the candidates are for.</summary>
    public ModelType Type { get; init; }

    /// <summary>What the client wishes beside the name.</summary>
    public Wishes Wishes { get; init; }

    /// <summary>The order of the candidates; a wish goes before it.</summary>
    public Policy Policy { get; init; }

    /// <summary>What becomes of requests for models that must be loaded first; <see langword="null"/>: as for all names.</summary>
    public ColdStart? ColdStart { get; init; }

    /// <summary>
    /// Whether somebody named the candidates: the operator in a list, or the client by a model's name. What is not known of such a
    /// model is left to an attempt; behind a tag, only what is known counts.
    /// </summary>
    public bool IsExplicit { get; init; }

    /// <summary>Whether what is sent by this name may not leave the team's own machines.</summary>
    public bool IsLocalOnly { get; init; }

    /// <summary>
    /// The name by which its times are kept, also with wishes behind it; null when no second candidate is tried beside a slow one.
    /// </summary>
    public string? HedgedAs { get; init; }

    /// <summary>Whether an answer that breaks is continued by another candidate.</summary>
    public bool Resumes { get; init; }

    /// <summary>Whether what is asked and answered by this name is kept.</summary>
    public bool Captures { get; init; }

    /// <summary>Whether requests by this name can be answered without the tools that they offer; <see langword="null"/>: it depends on who asks.</summary>
    public bool? HasOptionalTools { get; init; }

    /// <summary>The name that answers what nobody waits for; <see langword="null"/>: this one, or what holds for all names.</summary>
    public string? Background { get; init; }

    /// <summary>The wishes as they were written, such as <c>:local@8b-</c>.</summary>
    internal string WishText { get; private init; } = "";

    /// <summary>The table that it stands in.</summary>
    public RouteTable Table { get; }

    /// <summary>
    /// What requests by this name are counted as, whatever the client's spelling: the name without wishes; of a model on a backend both
    /// names as those are known.
    /// </summary>
    public string CountedAs => Kind == RouteKind.ModelOnBackend ? _countedAs ??= Candidates[0].ToString() : BareName;

    // Beyond its own candidates nobody listed anything.
    internal Policy PolicyAt(Stage stage) => Wishes.Policy ?? (stage == Stage.Own ? Policy : Table.Settings.Policy);

    internal ColdStart ColdStartAt(Stage stage) => stage == Stage.Own && ColdStart is { } own ? own : Table.Settings.ColdStart;

    // Who names a model, several tags at once, or a list of the operator's that is no tag, means just that.
    internal bool MayWiden => Kind == RouteKind.Tag && System.Numerics.BitOperations.PopCount((uint)Tags) == 1;

    internal Plan PlanOf(Stage stage, Purpose purpose, Demand demand) => _plans.Get(stage, purpose, demand);

    internal Route With(string wishText, Wishes wishes) => new(Table, Name + wishText, Kind, Candidates)
    {
        BareName = BareName,
        OtherNames = OtherNames,
        WishText = wishText,
        Tags = Tags,
        Type = Type,
        Wishes = wishes,
        Policy = Policy,
        ColdStart = ColdStart,
        IsExplicit = IsExplicit,
        IsLocalOnly = IsLocalOnly,
        HedgedAs = HedgedAs,
        Resumes = Resumes,
        Captures = Captures,
        HasOptionalTools = HasOptionalTools,
        Background = Background,
    };
}
