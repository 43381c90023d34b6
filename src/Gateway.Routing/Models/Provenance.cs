namespace Gateway.Routing.Models;

/// <summary>The source of a fact, most trusted first: where two disagree, the lower value wins.</summary>
public enum Provenance
{
    /// <summary>The operator, in the configuration.</summary>
    Operator,

    /// <summary>The backend that holds the model.</summary>
    Backend,

    /// <summary>A row of the curated table.</summary>
    CuratedTable,

    /// <summary>The words of the model's name.</summary>
    Name,
}
